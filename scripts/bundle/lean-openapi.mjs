import { readFileSync } from "node:fs";

/** A text for readers of the document, as our formatter leaves it: on the line of its name, or on the next. */
const toldOnly = /^(\s*(?:summary|description):)\s*"(?:[^"\\]|\\.)*"(,?)$/gm;

/**
 * The OpenAPI document is drawn once, when bundling, into `openapi.json` beside the program; the generator and the texts for
 * readers stay at home. Requests are validated as ever.
 * @type {import("esbuild").Plugin}
 */
export const leanOpenApi = {
  name: "lean-openapi",
  setup(build) {
    build.onLoad({ filter: /src\/http\/(?:routes|schema)\/[\w-]+\.ts$/ }, ({ path }) => ({
      contents: readFileSync(path, "utf8").replaceAll(toldOnly, '$1 ""$2'),
      loader: "ts",
    }));
    build.onLoad({ filter: /@asteasolutions\/zod-to-openapi\/dist\/index\.[cm]js$/ }, () => ({
      contents: `
import { readFileSync } from "node:fs";
export class OpenAPIRegistry {
  definitions = [];
  register() {}
  registerParameter() {}
  registerPath() {}
  registerWebhook() {}
  registerComponent() {}
}
export class OpenApiGeneratorV31 {
  generateDocument({ info }) {
    return { ...JSON.parse(readFileSync(new URL("./openapi.json", import.meta.url), "utf8")), info };
  }
}
export const OpenApiGeneratorV3 = OpenApiGeneratorV31;
export const extendZodWithOpenApi = () => {};
export const getOpenApiMetadata = () => ({});`,
      loader: "js",
    }));
  },
};
