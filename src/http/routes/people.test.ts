import { expect, test } from "vitest";
import { anApp, cookieOf } from "../../../test/http/an-app.ts";

async function aHouse() {
  const rig = anApp();
  const anna = await rig.setUp("anna");
  const send = async (cookie: string, method: string, path: string, json?: object) => {
    const answer = await rig.ask(method, path, { cookie, ...(json && { json }) });
    const text = await answer.text();
    return { status: answer.status, body: text === "" ? undefined : JSON.parse(text), answer };
  };
  const signIn = async (name: string, password: string) =>
    cookieOf(await rig.ask("POST", "/api/session", { json: { name, password } }));
  return { ...rig, anna, send, signIn };
}

test("an admin registers a person, who signs in as a member", async () => {
  const { send, anna, signIn } = await aHouse();
  const ben = { name: "Ben", password: "another long one" };
  expect((await send(anna, "POST", "/api/admin/users", ben)).body).toMatchObject({
    name: "ben",
    role: "member",
  });
  expect((await send(anna, "POST", "/api/admin/users", ben)).body.error.code).toBe("name-taken");
  const cookie = await signIn("ben", "another long one");
  expect((await send(cookie, "GET", "/api/players")).status).toBe(200);
  expect((await send(cookie, "GET", "/api/admin/users")).status).toBe(403);
  const { items } = (await send(anna, "GET", "/api/admin/users")).body;
  expect(items).toMatchObject([{ name: "anna" }, { name: "ben" }]);
  expect(JSON.stringify(items)).not.toContain("argon2");
});

test("a new password, or removal, ends what the person had open", async () => {
  const { send, anna, signIn } = await aHouse();
  await send(anna, "POST", "/api/admin/users", { name: "ben", password: "another long one" });
  const cookie = await signIn("ben", "another long one");
  const { token } = (await send(cookie, "POST", "/api/session/tokens", { label: "script" })).body;
  expect(token).toMatch(/^yss_/);
  await send(anna, "PATCH", "/api/admin/users/ben", { password: "yet another one" });
  expect((await send(cookie, "GET", "/api/players")).status).toBe(401);
  const again = await signIn("ben", "yet another one");
  expect((await send(again, "GET", "/api/session/tokens")).body.items).toEqual([]);
  expect((await send(anna, "DELETE", "/api/admin/users/ben")).status).toBe(204);
  expect((await send(again, "GET", "/api/players")).status).toBe(401);
});

test("a token cannot outlive itself by making another one", async () => {
  const { ask, send, anna } = await aHouse();
  const short = (await send(anna, "POST", "/api/session/tokens", { label: "visitor", days: 1 })).body;
  const make = async (json: object) => {
    const headers = { authorization: `Bearer ${short.token}` };
    return (await ask("POST", "/api/session/tokens", { json, headers })).json();
  };
  for (const wanted of [{ label: "for ever" }, { label: "longer", days: 30 }])
    expect(await make(wanted)).toMatchObject({ expiresAtMs: short.expiresAtMs });
  const lasting = (await send(anna, "POST", "/api/session/tokens", { label: "script" })).body;
  expect(lasting.expiresAtMs).toBeUndefined();
});

test("one admin always stays, also when two go at the same moment", async () => {
  const { send, anna, signIn } = await aHouse();
  expect((await send(anna, "DELETE", "/api/admin/users/anna")).body.error.code).toBe("last-admin");
  expect((await send(anna, "PATCH", "/api/admin/users/anna", { role: "member" })).status).toBe(409);
  await send(anna, "POST", "/api/admin/users", { name: "ben", password: "another long one", role: "admin" });
  const ben = await signIn("ben", "another long one");
  const both = await Promise.all([
    send(anna, "DELETE", "/api/admin/users/ben"),
    send(ben, "DELETE", "/api/admin/users/anna"),
  ]);
  expect(both.filter(({ status }) => status === 204).length).toBeLessThanOrEqual(1);
});

test("who changes the password stays signed in here and nowhere else", async () => {
  const { send, anna, signIn } = await aHouse();
  const phone = await signIn("anna", "a long password");
  const change = { current: "a long password", next: "a longer password" };
  expect((await send(anna, "POST", "/api/session/password", { ...change, current: "wrong" })).status).toBe(
    401,
  );
  expect((await send(anna, "POST", "/api/session/password", change)).status).toBe(204);
  expect((await send(anna, "GET", "/api/players")).status).toBe(200);
  expect((await send(phone, "GET", "/api/players")).status).toBe(401);
});

test("sessions are listed and ended one by one, only one's own", async () => {
  const { send, anna, signIn } = await aHouse();
  const phone = await signIn("anna", "a long password");
  await send(anna, "POST", "/api/admin/users", { name: "ben", password: "another long one" });
  const ben = await signIn("ben", "another long one");
  const { items } = (await send(anna, "GET", "/api/session/all")).body;
  expect(items).toHaveLength(2);
  const other = items.find((each: { thisOne: boolean }) => !each.thisOne);
  expect((await send(ben, "DELETE", `/api/session/all/${other.id}`)).status).toBe(404);
  expect((await send(anna, "DELETE", `/api/session/all/${other.id}`)).status).toBe(204);
  expect((await send(phone, "GET", "/api/players")).status).toBe(401);
});
