import { createRoute, type RouteConfig } from "@hono/zod-openapi";
import type { MiddlewareHandler } from "hono";
import type { AppEnv } from "./app-env.ts";
import { ErrorEnvelope } from "./schema/error.ts";
import { onlyFor } from "./security/signed-in.ts";

/** Who may use a route: everybody, signed-in people and programs, or admins. */
export type Who = "anyone" | "member" | "admin";

const pass: MiddlewareHandler<AppEnv> = (_, next) => next();
const guards: Readonly<Record<Who, MiddlewareHandler<AppEnv>>> = {
  anyone: pass,
  member: onlyFor("member"),
  admin: onlyFor("admin"),
};

/**
 * Defines a route of the API. Nobody can forget who may use it, and every refusal has the one envelope. The role stands in
 * the OpenAPI document as `x-who`.
 */
export function defineRoute<P extends string, R extends Omit<RouteConfig, "path" | "security"> & { path: P }>(
  who: Who,
  route: R,
) {
  return createRoute({
    ...route,
    middleware: guards[who],
    "x-who": who,
    security: who === "anyone" ? [] : [{ session: [] }, { token: [] }],
    responses: { ...route.responses, default: refusals },
  } as R & {
    middleware: MiddlewareHandler<AppEnv>;
    responses: R["responses"] & { default: typeof refusals };
  });
}

const refusals = {
  description: "Refused, or broken; `error.code` says why, `error.message` what to do",
  content: { "application/json": { schema: ErrorEnvelope } },
};

/** A JSON answer, for `responses`. */
export function jsonOf<Schema>(schema: Schema, description: string) {
  return { description, content: { "application/json": { schema } } };
}

/** A JSON body that must be there, for `request`. */
export function bodyOf<Schema>(schema: Schema) {
  return { required: true as const, content: { "application/json": { schema } } };
}
