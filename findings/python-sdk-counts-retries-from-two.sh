#!/usr/bin/env bash
# python-intercom 5.0.1 (PyPI): the count of retries begins at two, so `max_retries: 2` sends once and 3 sends twice.
# Without a version of its own the client sends no Intercom-Version: the app's own setting answers.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check python-intercom==5.0.1
cat >count.py <<'PY'
import http.server
import threading

from intercom import Intercom
from intercom.core.api_error import ApiError

seen = []


class Server(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        self.rfile.read(int(self.headers.get("content-length") or 0))
        seen.append(self.headers.get("intercom-version"))
        self.send_response(500)
        self.end_headers()

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server)
threading.Thread(target=server.serve_forever, daemon=True).start()
client = Intercom(token="a-token", base_url=f"http://127.0.0.1:{server.server_port}")
message = {"message_type": "inapp", "body": "Hello", "from": {"type": "admin", "id": 1}, "to": {"type": "user", "id": "2"}}
for retries in (None, 1, 2, 3):
    seen.clear()
    options = None if retries is None else {"max_retries": retries}
    try:
        client.messages.create(request=message, request_options=options)
    except ApiError:
        pass
    print(f"max_retries {retries}: sent {len(seen)} times, Intercom-Version {seen[0]}")
PY
seen=$(venv/bin/python count.py)
expected="max_retries None: sent 1 times, Intercom-Version None
max_retries 1: sent 1 times, Intercom-Version None
max_retries 2: sent 1 times, Intercom-Version None
max_retries 3: sent 2 times, Intercom-Version None"
venv/bin/pip list --disable-pip-version-check 2>/dev/null | grep -i intercom
echo "$seen"
[ "$seen" = "$expected" ] || { echo "it has changed" >&2; exit 1; }
