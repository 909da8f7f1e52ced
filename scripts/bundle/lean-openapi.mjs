/**
 * The OpenAPI document is drawn once, when bundling; the generator stays at home. Requests are validated as ever.
 * @param {string} document JSON
 * @returns {import("esbuild").Plugin}
 */
export function leanOpenApi(document) {
  return {
    name: "lean-openapi",
    setup(build) {
      build.onLoad({ filter: /@asteasolutions\/zod-to-openapi\/dist\/index\.[cm]js$/ }, () => ({
        contents: `
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
    return { ...JSON.parse(${JSON.stringify(document)}), info };
  }
}
export const OpenApiGeneratorV3 = OpenApiGeneratorV31;
export const extendZodWithOpenApi = () => {};
export const getOpenApiMetadata = () => ({});`,
        loader: "js",
      }));
    },
  };
}
