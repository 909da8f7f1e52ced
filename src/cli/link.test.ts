import { expect, test } from "vitest";
import { aTerminal } from "../../test/cli/a-terminal.ts";
import type { YotoAccount, YotoDeviceLinkState } from "../http/schema/yoto-account.ts";
import { linkCommands } from "./link.ts";

const started = {
  is: "started",
  id: "1",
  userCode: "ABCD-EFGH",
  verificationUrl: "https://yoto.example/activate",
  verificationUrlComplete: "https://yoto.example/activate?user_code=ABCD-EFGH",
  expiresAtMs: 300_000,
  intervalMs: 5_000,
};
const troubled = () =>
  Response.json({ error: { code: "yoto-unavailable", message: "Yoto does not answer." } }, { status: 503 });

/** A server that answers looks one after the other; `slept` is how long was waited before each. */
function aServer(looks: readonly (YotoDeviceLinkState | "trouble")[]) {
  const left = [...looks];
  const slept: number[] = [];
  const ask = async (_method: string, path: string) => {
    if (!path.endsWith("/poll")) return Response.json(started);
    const look = left.length > 1 ? left.shift() : left[0];
    return look === "trouble" || look === undefined ? troubled() : Response.json(look);
  };
  const link = aTerminal({ ask }, "", (cli) =>
    linkCommands({ ...cli, reach: { ...cli.reach, sleep: async (ms: number) => void slept.push(ms) } }),
  );
  return { link, slept };
}

test("linking with a code goes on while server or Yoto are away for some minutes, and asks more slowly then", async () => {
  const { link, slept } = aServer([
    { is: "pending", askAgainInMs: 5_000 },
    "trouble",
    "trouble",
    "trouble",
    { is: "pending", askAgainInMs: 7_000 },
    { is: "linked", accountId: "auth0|1" },
  ]);
  expect(await link("link")).toContain("Linked.");
  expect(slept).toEqual([5_000, 5_000, 10_000, 20_000, 40_000, 7_000]);
});

test("who cannot be asked for long is told, and so is a code that was declined or grew old", async () => {
  expect(await aServer(["trouble"]).link("link")).toContain("! Yoto does not answer.");
  expect(await aServer([{ is: "denied" }]).link("link")).toContain("! The sign-in was declined");
  expect(await aServer([{ is: "expired" }]).link("link")).toContain("! The code has expired");
});

/** A server with these families. */
function aHouse(...families: readonly Partial<YotoAccount>[]) {
  const deleted: string[] = [];
  const ask = async (method: string, path: string) => {
    if (method === "GET") return Response.json({ items: families });
    deleted.push(decodeURIComponent(path));
    return new Response(null, { status: 204 });
  };
  return { run: aTerminal({ ask }, "", linkCommands), deleted };
}

test("a family is unlinked by name or id, the only one without either, and never unasked", async () => {
  const two = aHouse({ id: "auth0|1", name: "Robin" }, { id: "auth0|2" });
  expect(await two.run("unlink")).toBe("! Say which family: Robin (auth0|1), auth0|2.");
  expect(await two.run("unlink", "robin")).toContain("If you mean it, say --yes.");
  expect(two.deleted).toEqual([]);
  expect(await two.run("unlink", "robin", "--yes")).toContain("Robin is unlinked");
  expect(await two.run("unlink", "auth0|2", "--yes")).toContain("auth0|2 is unlinked");
  expect(two.deleted).toEqual(["/api/auth/yoto/accounts/auth0|1", "/api/auth/yoto/accounts/auth0|2"]);
  expect(await aHouse({ id: "auth0|1" }).run("unlink", "--yes")).toContain("is unlinked");
  expect(await aHouse().run("unlink", "--yes")).toBe("! No Yoto family is linked.");
});
