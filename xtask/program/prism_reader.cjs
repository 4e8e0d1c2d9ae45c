// Reads requests as Prism does, and prints a list of what it refuses of each.
//
// The file that is named holds {"description", "origin", "requests": [{"template", "request"}]}. Prism is looked for in the
// current folder: npm install @stoplight/prism-http@5.12.0 @stoplight/types@14.1.1
const { readFileSync } = require("node:fs");
const { createRequire } = require("node:module");

const require_there = createRequire(`${process.cwd()}/`);
const { getHttpOperationsFromSpec } = require_there("@stoplight/prism-http");
const { validateInput } = require_there("@stoplight/prism-http/dist/validator");

// A name that comes twice is a list, as it is to Prism's own server.
function queryOf(search) {
  const query = {};
  for (const [name, value] of search) {
    query[name] = name in query ? [query[name], value].flat() : value;
  }
  return query;
}

function bodyOf(request) {
  const type = request.headers.find(([name]) => name === "content-type")?.[1] ?? "";
  if (request.body === null) return undefined;
  return /[/+]json\b/.test(type) ? JSON.parse(request.body) : request.body;
}

function refusals(operation, origin, request) {
  const url = new URL(request.target, origin);
  const headers = Object.fromEntries(request.headers);
  if (request.body !== null) headers["content-length"] = String(Buffer.byteLength(request.body));
  const element = {
    method: request.method.toLowerCase(),
    url: { path: url.pathname, query: queryOf(url.searchParams) },
    headers,
    body: bodyOf(request),
  };
  const result = validateInput({ resource: operation, element });
  if (result._tag === "Right") return [];
  return result.left.map((told) => `${(told.path ?? []).join("/")}: ${told.message}`);
}

async function main(file) {
  const { description, origin, requests } = JSON.parse(readFileSync(file, "utf8"));
  let operations;
  try {
    operations = await getHttpOperationsFromSpec(description);
  } catch (error) {
    process.stdout.write(JSON.stringify(requests.map(() => [`it can't read the description: ${error.message}`])));
    return;
  }
  const told = requests.map(({ template, request }) => {
    if (request === null) return [];
    const is_meant = ({ path, method }) => path === template.split("?")[0] && method === request.method.toLowerCase();
    const operation = operations.find(is_meant);
    if (!operation) return ["there is no such operation"];
    try {
      return refusals(operation, origin, request);
    } catch (error) {
      return [`it fails itself: ${error.message}`];
    }
  });
  process.stdout.write(JSON.stringify(told));
}

main(process.argv[2]);
