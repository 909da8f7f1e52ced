import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { UserName } from "../../domain/ids.ts";
import type { User } from "../../domain/user.ts";
import {
  addPerson,
  changePerson,
  type PersonDeps,
  removePerson,
} from "../../usecases/people/change-person.ts";
import type { AppEnv } from "../app-env.ts";
import { bodyOf, defineRoute, jsonOf } from "../define-route.ts";
import { refuse } from "../refuse.ts";
import { NewPerson, Person, PersonChange, PersonPage } from "../schema/account.ts";
import { PageQuery } from "../schema/page.ts";

const tags = ["People"];
const params = z.object({ name: z.string().min(1).max(64) });

const list = defineRoute("admin", {
  method: "get",
  path: "/api/admin/users",
  tags,
  summary: "Who may sign in",
  request: { query: PageQuery },
  responses: { 200: jsonOf(PersonPage, "A page") },
});
const add = defineRoute("admin", {
  method: "post",
  path: "/api/admin/users",
  tags,
  summary: "Register a person",
  request: { body: bodyOf(NewPerson) },
  responses: { 201: jsonOf(Person, "The person") },
});
const change = defineRoute("admin", {
  method: "patch",
  path: "/api/admin/users/{name}",
  tags,
  summary: "Change a role or set a new password, which signs the person out everywhere",
  request: { params, body: bodyOf(PersonChange) },
  responses: { 200: jsonOf(Person, "As they are now") },
});
const remove = defineRoute("admin", {
  method: "delete",
  path: "/api/admin/users/{name}",
  tags,
  summary: "Remove a person; one admin always stays",
  request: { params },
  responses: { 204: { description: "Removed" } },
});

/** People who may sign in, for admins. */
export function peopleRoutes(app: OpenAPIHono<AppEnv>, deps: PersonDeps): void {
  app.openapi(list, async (c) => {
    const { limit, cursor } = c.req.valid("query");
    const page = await deps.users.list({ limit, ...(cursor && { cursor }) });
    return c.json({ items: page.records.map(({ value }) => view(value)), cursor: page.cursor }, 200);
  });
  app.openapi(add, async (c) => {
    const { name, password, role } = c.req.valid("json");
    const user = await addPerson(deps, { name: UserName(name), password, role });
    return user === undefined ? refuse(c, "name-taken") : c.json(view(user), 201);
  });
  app.openapi(change, async (c) => {
    const done = await changePerson(deps, UserName(c.req.valid("param").name), c.req.valid("json"));
    return done.ok ? c.json(view(done.user), 200) : refuse(c, done.why);
  });
  app.openapi(remove, async (c) => {
    const done = await removePerson(deps, UserName(c.req.valid("param").name));
    return done.ok ? c.body(null, 204) : refuse(c, done.why);
  });
}

function view({ name, role, createdAtMs }: User): z.infer<typeof Person> {
  return { name, role, createdAtMs };
}
