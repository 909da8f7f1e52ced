import { html, raw } from "hono/html";

type Described = {
  readonly info: { readonly title: string; readonly version: string; readonly description?: string };
  readonly paths?: object;
  readonly components?: object;
};

const methods = ["get", "post", "put", "patch", "delete"];

/** The OpenAPI document as a page for people: routes by topic, and the shapes they speak of. */
export function docsPage(described: Described) {
  const operations = Object.entries(described.paths ?? {}).flatMap(([path, item]) =>
    methods.flatMap((method) => {
      const operation: unknown = Reflect.get(Object(item), method);
      return operation === undefined ? [] : [{ path, method, ...readOperation(operation) }];
    }),
  );
  const topics = [...new Set(operations.map(({ topic }) => topic))];
  const schemas = Object.entries(objectAt(described.components, "schemas"));
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${described.info.title}: the API</title>
<link rel="stylesheet" href="/api/docs/style.css">
</head>
<body>
<header><h1>${described.info.title} <small>${described.info.version}</small></h1>
<p>${withCode(described.info.description ?? "")}</p>
<p><a href="/api/openapi.json">openapi.json</a> is the same for programs.</p>
<nav aria-label="Topics">${topics.map((topic) => html`<a href="#${topic}">${topic}</a> `)}</nav></header>
<main>
${topics.map(
  (topic) => html`<section id="${topic}"><h2>${topic}</h2>
${operations
  .filter((each) => each.topic === topic)
  .map(
    (each) => html`<details>
<summary><code><b>${each.method.toUpperCase()}</b> ${each.path}</code> ${withCode(each.summary)} <i>${each.who}</i></summary>
${each.description === "" ? "" : html`<p>${withCode(each.description)}</p>`}
${block("Parameters", each.parameters)}${block("Body", each.body)}${block("Answers", each.answers)}
</details>`,
  )}</section>`,
)}
<section id="shapes"><h2>Shapes</h2>
${schemas.map(([name, schema]) => html`<details id="shape-${name}"><summary><code>${name}</code></summary>${block("", schema)}</details>`)}
</section>
</main>
</body>
</html>`;
}

function readOperation(operation: unknown) {
  const text = (name: string) => String(Reflect.get(Object(operation), name) ?? "");
  const tags: unknown = Reflect.get(Object(operation), "tags");
  const part = (name: string): unknown => Reflect.get(Object(operation), name);
  return {
    topic: Array.isArray(tags) ? String(tags[0]) : "Other",
    summary: text("summary"),
    description: text("description"),
    who: { anyone: "no login", admin: "admins" }[text("x-who")] ?? "",
    parameters: part("parameters"),
    body: part("requestBody"),
    answers: part("responses"),
  };
}

function objectAt(value: object | undefined, name: string): object {
  return Object(Reflect.get(Object(value), name));
}

function block(title: string, value: unknown) {
  if (value === undefined) return "";
  return html`${title === "" ? "" : html`<h3>${title}</h3>`}<pre>${raw(linked(JSON.stringify(value, null, 2)))}</pre>`;
}

/** Escapes, then makes references to shapes clickable. */
function linked(json: string): string {
  return json
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replace(/"\$ref": "#\/components\/schemas\/(\w+)"/g, '<a href="#shape-$1">$1</a>');
}

/** The page's only style, on its own address because nothing inline is allowed to run or paint. */
export const docsStyle = `:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
body { max-width: 60rem; margin: 0 auto; padding: 1rem; }
nav a { margin-inline-end: 0.75rem; }
summary { cursor: pointer; padding: 0.35rem 0; }
summary i { opacity: 0.7; font-size: 0.85em; }
pre { overflow-x: auto; padding: 0.75rem; border: 1px solid color-mix(in srgb, currentColor 25%, transparent); border-radius: 0.5rem; font-size: 0.85rem; }
h3 { font-size: 1rem; margin-bottom: 0; }
`;

/** What stands between backticks is code. */
function withCode(text: string) {
  return text.split("`").map((part, place) => (place % 2 === 1 ? html`<code>${part}</code>` : part));
}
