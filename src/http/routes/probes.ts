import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { PlayerId } from "../../domain/ids.ts";
import { abilityWords } from "../../domain/probe/abilities.ts";
import type { AnswerProbeDeps } from "../../usecases/play-checks/answer-probe.ts";
import {
  driveProbe,
  endProbe,
  lookAtProbe,
  type ProbeDeps,
  type ProbeReport,
  startProbe,
} from "../../usecases/play-checks/run-probe.ts";
import type { AppEnv } from "../app-env.ts";
import { bodyOf, defineRoute, jsonOf } from "../define-route.ts";
import { refuse } from "../refuse.ts";
import { NewProbe, Probe, ProbedModels } from "../schema/probe.ts";

export type ProbeRouteDeps = ProbeDeps & AnswerProbeDeps;

const tags = ["Player Probe"];
const params = z.object({ id: z.string().min(1).max(100) });

const models = defineRoute("member", {
  method: "get",
  path: "/api/probes",
  tags,
  summary: "What is known of the kinds of players in the house; delivery goes by it",
  responses: { 200: jsonOf(ProbedModels, "By kind of player") },
});
const start = defineRoute("member", {
  method: "post",
  path: "/api/probes",
  tags,
  summary: "Let a player find out what it can do: makes two cards and begins (about three minutes, silent)",
  request: { body: bodyOf(NewProbe) },
  responses: { 201: jsonOf(Probe, "The run; drive it every few seconds") },
});
const one = defineRoute("member", {
  method: "get",
  path: "/api/probes/{id}",
  tags,
  summary: "A run as far as it has come",
  request: { params },
  responses: { 200: jsonOf(Probe, "The run") },
});
const drive = defineRoute("member", {
  method: "post",
  path: "/api/probes/{id}/drive",
  tags,
  summary: "Keep a run going: pushes a player that gave up on a question, and keeps the result at the end",
  request: { params },
  responses: { 200: jsonOf(Probe, "The run; through when it has `finishedAtMs`") },
});
const report = defineRoute("member", {
  method: "get",
  path: "/api/probes/{id}/report",
  tags,
  summary: "The report of a run as text, to pass on",
  request: { params },
  responses: { 200: { description: "Text", content: { "text/plain": { schema: z.string() } } } },
});
const end = defineRoute("member", {
  method: "delete",
  path: "/api/probes/{id}",
  tags,
  summary: "Take the probe's cards out of the family; what was found stays",
  request: { params },
  responses: { 204: { description: "Gone" } },
});

/** The Player Probe: what the family's own players can do. */
export function probeRoutes(app: OpenAPIHono<AppEnv>, deps: ProbeRouteDeps): void {
  app.openapi(models, async (c) => {
    const items = (await deps.playerModels.list()).map((each) => ({
      ...each,
      words: [...abilityWords(each.abilities)],
    }));
    return c.json({ items }, 200);
  });
  app.openapi(start, async (c) => {
    const by = c.var.caller?.name ?? "system";
    const begun = await startProbe(deps, PlayerId(c.req.valid("json").playerId), by);
    return begun === undefined ? refuse(c, "not-found") : c.json(view(begun), 201);
  });
  app.openapi(one, async (c) => {
    const found = await lookAtProbe(deps, c.req.valid("param").id);
    return found === undefined ? refuse(c, "not-found") : c.json(view(found), 200);
  });
  app.openapi(drive, async (c) => {
    const found = await driveProbe(deps, c.req.valid("param").id, c.var.caller?.name ?? "system");
    return found === undefined ? refuse(c, "not-found") : c.json(view(found), 200);
  });
  app.openapi(report, async (c) => {
    const found = await lookAtProbe(deps, c.req.valid("param").id);
    return found === undefined ? refuse(c, "not-found") : c.text(reportText(found), 200);
  });
  app.openapi(end, async (c) => {
    return (await endProbe(deps, c.req.valid("param").id)) ? c.body(null, 204) : refuse(c, "not-found");
  });
}

function view({ probe, asked, abilities, words }: ProbeReport): Probe {
  const { accountId: _, pushes: _p, ...told } = probe;
  return { ...told, questions: [...asked], abilities, words: [...words] };
}

function reportText({ probe, asked, words }: ProbeReport): string {
  const day = new Date(probe.startedAtMs).toISOString().slice(0, 10);
  return [
    `Player Probe, ${day}: ${probe.model}${probe.firmware === undefined ? "" : `, firmware ${probe.firmware}`}`,
    probe.finishedAtMs === undefined ? "Not through yet." : "Through.",
    "",
    ...words.map((sentence) => `- ${sentence}`),
    "",
    "Requests:",
    ...asked.map(
      ({ title, requests, notHere }) => `  ${requests} × ${title}${notHere ? " (not tried here)" : ""}`,
    ),
    "",
  ].join("\n");
}
