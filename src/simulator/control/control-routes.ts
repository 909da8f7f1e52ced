import { readFileSync } from "node:fs";
import { type Context, Hono } from "hono";
import { z } from "zod";
import type { Broker } from "../broker/broker.ts";
import type { Cloud } from "../cloud.ts";
import type { ControlledPlayer } from "../device-wire.ts";
import { badRequest, jsonObject, notFound } from "../rest/refused.ts";
import { type Device, deviceModels } from "../store/devices.ts";
import { defaultSwitches, type Switches } from "../switches.ts";
import { controlPage, controlSections } from "./control-page.ts";
import { readFaultRule } from "./fault-schema.ts";
import { journalStream } from "./journal-stream.ts";

/** What the control API steers besides the cloud's own records. */
export type Control = {
  readonly broker: Omit<Broker, "upgrade" | typeof Symbol.asyncDispose>;
  readonly players: Map<string, ControlledPlayer>;
  /** `undefined` when this cloud cannot make players. */
  readonly makePlayer: (device: Device) => Promise<ControlledPlayer | undefined>;
};

const newAccount = z.object({
  name: z.string().min(1),
  sub: z.string().optional(),
  email: z.email().optional(),
  password: z.string().optional(),
  familyId: z.string().optional(),
  accessTokenSeconds: z.number().positive().optional(),
});
const newClient = z.object({
  clientId: z.string().optional(),
  name: z.string().optional(),
  confidential: z.boolean().optional(),
  secret: z.string().optional(),
  redirectUris: z.array(z.string()).optional(),
  anyHomeRedirect: z.boolean().optional(),
  scopes: z.array(z.string()).optional(),
  deviceCode: z.boolean().optional(),
  accessTokenSeconds: z.number().positive().optional(),
});
const newPlayer = z.object({
  familyId: z.string(),
  model: z.enum(deviceModels).default("v3"),
  name: z.string().optional(),
  config: z.record(z.string(), z.unknown()).optional(),
});
const newCard = z.object({
  userId: z.string(),
  cardId: z.string().optional(),
  title: z.string(),
  content: z.record(z.string(), z.unknown()),
  metadata: z.record(z.string(), z.unknown()).optional(),
});
const kick = z.union([
  z.object({ clientId: z.string() }),
  z.object({ all: z.literal(true), onlyClients: z.boolean().default(false) }),
]);

const staticFile = (name: string) => readFileSync(new URL(name, import.meta.url), "utf8");

/**
 * `/_pretend/*`: the strings a puppeteer pulls, as JSON, and the page for a person. The pretend world's own; the real
 * cloud has nothing like it.
 */
export function controlRoutes(cloud: Cloud, control: Control): Hono {
  const { accounts, clients, cards, clock, devices, faults, grants, journal, switches } = cloud;
  const { broker, players } = control;
  const switchesAtStart = { ...switches };
  const app = new Hono().basePath("/_pretend");
  const style = staticFile("./page.css");
  const script = staticFile("./page.client.js");

  const player = (id: string) => {
    const found = players.get(id);
    if (found === undefined)
      throw notFound(`No player ${id}; there are ${[...players.keys()].join(", ") || "none"}.`);
    return found;
  };
  const playerView = (each: ControlledPlayer) => ({
    deviceId: each.deviceId,
    name: devices.get(each.deviceId)?.name,
    familyId: devices.get(each.deviceId)?.familyId,
    actions: each.actions,
    state: each.state(),
  });

  app.get("/", (c) => {
    c.header("Content-Security-Policy", "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'");
    return c.html(controlPage(cloud, control));
  });
  app.get("/sections", (c) => c.html(controlSections(cloud, control)));
  app.get("/style.css", (c) => c.body(style, 200, { "Content-Type": "text/css; charset=utf-8" }));
  app.get("/page.js", (c) => c.body(script, 200, { "Content-Type": "text/javascript; charset=utf-8" }));

  app.get("/world", (c) =>
    c.json({
      nowMs: clock.nowMs(),
      virtualClock: "advance" in clock,
      url: cloud.origin(),
      switches,
      accounts: accounts.list(),
      clients: clients.list(),
      devices: devices.list(),
      players: [...players.values()].map(playerView),
      connections: broker.connections(),
      faults: faults.list(),
    }),
  );

  app.get("/accounts", (c) => c.json({ accounts: accounts.list() }));
  app.post("/accounts", async (c) => c.json(accounts.add(present(await read(c, newAccount)))));
  app.post("/accounts/:sub/revoke", (c) => {
    grants.revokeAll(c.req.param("sub"));
    return c.json({ status: "ok" });
  });
  app.get("/clients", (c) => c.json({ clients: clients.list() }));
  app.post("/clients", async (c) => c.json(clients.add(present(await read(c, newClient)))));
  app.get("/cards", (c) => c.json({ cards: cards.list() }));
  app.post("/cards", async (c) => c.json(cards.put(present(await read(c, newCard)))));

  app.get("/players", (c) => c.json({ players: [...players.values()].map(playerView) }));
  app.post("/players", async (c) => {
    const device = devices.add(present(await read(c, newPlayer)));
    const made = await control.makePlayer(device);
    return c.json({ device, ...(made === undefined ? {} : { player: playerView(made) }) });
  });
  app.get("/players/:id", (c) => c.json(playerView(player(c.req.param("id")))));
  app.post("/players/:id/:action", async (c) => {
    const found = player(c.req.param("id"));
    const action = c.req.param("action");
    if (!found.actions.includes(action))
      throw badRequest(`A player cannot "${action}"; it can ${found.actions.join(", ")}.`);
    const input = await jsonObject(c);
    try {
      const result = await found.act(action, input);
      return c.json({ result: result ?? null, player: playerView(found) });
    } catch (error) {
      throw badRequest(error instanceof Error ? error.message : String(error));
    }
  });

  app.get("/faults", (c) => c.json({ faults: faults.list() }));
  app.post("/faults", async (c) => {
    const rule = readFaultRule(await jsonObject(c));
    if (rule === undefined)
      throw badRequest('A fault is {"where": …, "what": {"do": …}, "times"?, "probability"?, "forMs"?}.');
    return c.json({ id: faults.add(rule).id });
  });
  app.delete("/faults", (c) => {
    faults.clear();
    return c.json({ status: "ok" });
  });
  app.delete("/faults/:id", (c) => c.json({ removed: faults.remove(Number(c.req.param("id"))) }));

  app.post("/kick", async (c) => {
    const wanted = await read(c, kick);
    if ("clientId" in wanted) return c.json({ kicked: broker.kick(wanted.clientId) ? 1 : 0 });
    return c.json({ kicked: broker.kickAll(wanted.onlyClients) });
  });
  app.post("/freeze", async (c) => {
    const { clientId } = await read(c, z.object({ clientId: z.string() }));
    return c.json({ frozen: broker.freeze(clientId) });
  });

  app.get("/switches", (c) => c.json(switches));
  app.patch("/switches", async (c) => {
    Object.assign(switches, readSwitches(await jsonObject(c)));
    return c.json(switches);
  });

  app.get("/clock", (c) => c.json({ nowMs: clock.nowMs(), virtual: "advance" in clock }));
  app.post("/clock", async (c) => {
    const { advanceMs } = await read(c, z.object({ advanceMs: z.number().nonnegative() }));
    if (!("advance" in clock) || typeof clock.advance !== "function")
      throw badRequest("This world runs on the wall clock; start it with a virtual one to advance it.");
    await clock.advance(advanceMs);
    return c.json({ nowMs: clock.nowMs() });
  });

  app.get("/journal", (c) => {
    const entries = journal.entries(Number(c.req.query("since") ?? 0));
    const limit = Number(c.req.query("limit") ?? 1_000);
    return c.json({ entries: entries.slice(0, limit), more: entries.length > limit });
  });
  app.get("/journal/stream", (c) =>
    journalStream(
      journal,
      Number(c.req.header("last-event-id") ?? c.req.query("since") ?? 0),
      c.req.raw.signal,
    ),
  );

  /** Good weather again: no faults, the switches as at the start, an empty journal. Records stay. */
  app.post("/reset", (c) => {
    faults.clear();
    Object.assign(switches, switchesAtStart);
    journal.clear();
    return c.json({ status: "ok" });
  });

  return app;
}

async function read<Shape extends z.ZodType>(c: Context, shape: Shape): Promise<z.infer<Shape>> {
  const result = shape.safeParse(await jsonObject(c));
  if (result.success) return result.data;
  throw badRequest(
    result.error.issues.map((issue) => `${["body", ...issue.path].join(".")}: ${issue.message}`).join("\n"),
  );
}

type Present<Fields> = { [Name in keyof Fields]: Exclude<Fields[Name], undefined> };

/** JSON knows no `undefined`: what zod calls optional is either there or not. */
function present<Fields extends object>(fields: Fields): Present<Fields> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
  ) as Present<Fields>;
}

/** Only known switches, each with a value of its own kind. */
function readSwitches(body: Readonly<Record<string, unknown>>): Partial<Switches> {
  for (const [name, value] of Object.entries(body)) {
    if (!(name in defaultSwitches)) throw badRequest(`There is no switch "${name}".`);
    const wanted = name === "autoConsentAs" ? "string" : typeof defaultSwitches[name as keyof Switches];
    const off = name === "autoConsentAs" && value === null;
    if (!off && typeof value !== wanted) throw badRequest(`The switch "${name}" takes a ${wanted}.`);
  }
  return Object.fromEntries(Object.entries(body).map(([name, value]) => [name, value ?? undefined]));
}
