#!/usr/bin/env bash
# intercom-client 7.0.3 (npm): a message whose request failed on the server is posted three times, 409 and 404 once.
# A server that has acted before it failed delivers it up to three times: the requests carry no idempotency key.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund intercom-client@7.0.3
cat >count.js <<'JS'
const http = require("http");
const { IntercomClient } = require("intercom-client");

async function attempts(status) {
  const keys = [];
  const server = http.createServer((request, response) => {
    request.resume().on("end", () => {
      keys.push(request.headers["idempotency-key"] ?? "none");
      response.writeHead(status, { "content-type": "application/json" });
      response.end('{"type":"error.list","errors":[]}');
    });
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  const environment = `http://127.0.0.1:${server.address().port}`;
  const client = new IntercomClient({ token: "a-token", environment });
  const message = {
    message_type: "inapp", body: "Hello",
    from: { type: "admin", id: 1 }, to: { type: "user", id: "2" },
  };
  await client.messages.create(message).then(() => { throw new Error("it succeeded"); }, () => {});
  server.closeAllConnections();
  server.close();
  return `${status}: sent ${keys.length} times, idempotency keys: ${[...new Set(keys)]}`;
}

(async () => {
  for (const status of [404, 408, 409, 429, 500, 503]) console.log(await attempts(status));
})();
JS
seen=$(node count.js)
expected="404: sent 1 times, idempotency keys: none
408: sent 3 times, idempotency keys: none
409: sent 1 times, idempotency keys: none
429: sent 3 times, idempotency keys: none
500: sent 3 times, idempotency keys: none
503: sent 3 times, idempotency keys: none"
echo "intercom-client $(node -p 'require("intercom-client/package.json").version' 2>/dev/null || echo 7.0.3)"
echo "$seen"
[ "$seen" = "$expected" ] || { echo "it has changed" >&2; exit 1; }
