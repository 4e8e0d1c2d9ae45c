#!/usr/bin/env bash
# pages.sh DOCS OUT: looks at pages of the documentation in headless Chromium (or Chrome), narrow and wide. OUT gets a picture of each,
# and the script ends with 1 where a page is wider than its window, so that a reader would have to scroll sideways.
#
#     cargo doc --all-features --no-deps -p intercom-client -p intercom-codegen -p intercom-codegen-cli
#     .github/pages.sh target/doc target/pages
set -euo pipefail

docs=$(realpath "$1")
mkdir -p "$2"
out=$(realpath "$2")
widths=(420 1280)
pages=(
    intercom_client/index.html
    intercom_client/all.html
    intercom_client/struct.Client.html
    intercom_client/struct.Request.html
    intercom_client/enum.Error.html
    intercom_client/groups/struct.Messages.html
    intercom_client/groups/struct.AiContent.html
    intercom_client/models/index.html
    intercom_client/models/struct.CreateMessageRequest.html
    intercom_client/mock/struct.Mock.html
    intercom_codegen/index.html
    intercom_codegen_cli/struct.BuildScript.html
)
for chapter in "$docs"/intercom_client/guide/index.html "$docs"/intercom_client/guide/*/index.html; do
    pages+=("${chapter#"$docs"/}")
done

for browser in chromium google-chrome chromium-browser none; do
    command -v "$browser" > /dev/null && break
done
[ "$browser" != none ] || { echo "neither chromium nor google-chrome is here" >&2; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
run() {
    local options=(--headless --disable-gpu --hide-scrollbars --allow-file-access-from-files --user-data-dir="$work/profile")
    # Chromium refuses to run in its sandbox as root, as in a container.
    [ "$(id -u)" != 0 ] || options+=(--no-sandbox)
    timeout 120 "$browser" "${options[@]}" "$@" 2> "$work/stderr" || { cat "$work/stderr" >&2; exit 2; }
}

# Each page stands in a frame, since a window can't be as narrow as that of a phone. The first is wider than any window: were it not told,
# the script would see nothing.
echo '<!doctype html><p style="width: 2000px">wide</p>' > "$work/too-wide.html"
{
    echo '<!doctype html><body><script>const looks = ['
    for width in "${widths[@]}"; do
        printf '["%s", "file://%s", %s],\n' too-wide.html "$work/too-wide.html" "$width"
        for page in "${pages[@]}"; do
            [ -f "$docs/$page" ] || { echo "$page is not there" >&2; exit 2; }
            printf '["%s", "file://%s", %s],\n' "$page" "$docs/$page" "$width"
        done
    done
    cat << 'SCRIPT'
];
(async () => {
    for (const [name, url, width] of looks) {
        const frame = document.createElement("iframe");
        frame.width = width;
        frame.height = 900;
        const loaded = new Promise(resolve => (frame.onload = resolve));
        frame.src = url;
        document.body.append(frame);
        await loaded;
        const wide = frame.contentDocument.documentElement.scrollWidth;
        const line = document.createElement("p");
        line.textContent = `look: ${name} ${width} ${wide}`;
        document.body.append(line);
        frame.remove();
    }
})();
</script>
SCRIPT
} > "$work/looks.html"
run --virtual-time-budget=60000 --dump-dom "file://$work/looks.html" | grep -o '<p>look: [^<]*' | cut -c10- > "$work/looks" || true
expected=$(((${#pages[@]} + 1) * ${#widths[@]}))
[ "$(wc -l < "$work/looks")" = "$expected" ] || { echo "not all pages could be seen:" >&2; cat "$work/looks" >&2; exit 2; }

seen=0
wider=0
while read -r page width wide; do
    if [ "$page" = too-wide.html ]; then
        [ "$wide" -gt "$width" ] || { echo "a page that is too wide is not told" >&2; exit 2; }
        seen=$((seen + 1))
    elif [ "$wide" -gt "$width" ]; then
        echo "$page is $wide wide in a window of $width"
        wider=$((wider + 1))
    fi
done < "$work/looks"
[ "$seen" = "${#widths[@]}" ]

for width in "${widths[@]}"; do
    for page in "${pages[@]}"; do
        name=${page%.html}
        printf '<!doctype html><body style="margin: 0"><iframe src="file://%s" width="%s" height="1600" style="border: 0"></iframe>' \
            "$docs/$page" "$width" > "$work/frame.html"
        run --window-size="$((width > 500 ? width : 500)),1600" --screenshot="$out/${name//\//-}-$width.png" "file://$work/frame.html" > "$work/told"
    done
done
echo "${#pages[@]} pages at ${widths[*]}, $wider wider than their window; pictures in $2"
[ "$wider" = 0 ]
