import type { OpenAPIHono } from "@hono/zod-openapi";
import type { AppEnv } from "../app-env.ts";

/** OpenAPI 3.1 at `/api/openapi.json`, and the same for people at `/api/docs`: drawn by us, no script, no other host. */
export function describeApi(app: OpenAPIHono<AppEnv>, version: string): void {
  const about = {
    openapi: "3.1.0",
    info: {
      title: "Yoto Smart Stream",
      version,
      description:
        "Your own audio on your own Yoto cards. Sign in for a cookie, or send an API token as `Authorization: Bearer`. Lists are paged: go on with `cursor` until there is none. Times ending in `Ms` are milliseconds since 1970, UTC.",
    },
  };
  app.openAPIRegistry.registerComponent("securitySchemes", "session", {
    type: "apiKey",
    in: "cookie",
    name: "yss",
    description: "From signing in; `__Host-yss` over https",
  });
  app.openAPIRegistry.registerComponent("securitySchemes", "token", { type: "http", scheme: "bearer" });
  // Only once somebody looks: cold starts do not pay for it.
  let document: ReturnType<typeof app.getOpenAPI31Document> | undefined;
  const described = () => {
    document ??= app.getOpenAPI31Document(about);
    return document;
  };
  app.get("/api/openapi.json", (c) => c.json(described()));
  const page = () => import("./docs-page.ts");
  app.get("/api/docs", async (c) => c.html((await page()).docsPage(described())));
  app.get("/api/docs/style.css", async (c) => {
    const { docsStyle } = await page();
    c.header("Content-Type", "text/css; charset=utf-8");
    return c.body(docsStyle);
  });
}
