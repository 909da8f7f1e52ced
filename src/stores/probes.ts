import { z } from "zod";
import type { Probe, ProbeVisit } from "../domain/probe/probe.ts";
import { buttonQuestions, probeQuestions } from "../domain/probe/questions.ts";
import type { Table, Written } from "../ports/table.ts";
import { expirySeconds, gather, recordsOf, utcOf, type Versioned } from "./records.ts";
import { ids } from "./schemas.ts";

const question = z.enum([...probeQuestions.map(({ key }) => key), ...buttonQuestions]);

const probeSchema: z.ZodType<Probe> = z.object({
  id: z.string(),
  accountId: ids.yotoAccount,
  playerId: ids.player,
  playerName: z.string(),
  model: z.string(),
  firmware: z.string().exactOptional(),
  yotoCardId: ids.yotoCard,
  buttonsCardId: ids.yotoCard.exactOptional(),
  startedAtMs: z.number(),
  pushes: z.array(z.object({ to: question, atMs: z.number() })),
  finishedAtMs: z.number().exactOptional(),
});

type StoredVisit = ProbeVisit & { readonly probeId: string; readonly visitId: string };
const visitSchema: z.ZodType<StoredVisit> = z.object({
  probeId: z.string(),
  visitId: z.string(),
  question,
  hop: z.number(),
  atMs: z.number(),
  method: z.string(),
  range: z.string().exactOptional(),
  httpVersion: z.string().exactOptional(),
  keepsAlive: z.boolean().exactOptional(),
  userAgent: z.string().exactOptional(),
  wasCut: z.boolean().exactOptional(),
  plainly: z.boolean().exactOptional(),
});

const keptMs = 90 * 86_400_000;

/** Runs of the Player Probe, and what players asked in them. */
export type Probes = {
  create(probe: Probe): Promise<Written>;
  get(id: string): Promise<Versioned<Probe> | undefined>;
  save(probe: Probe, ifVersion: number): Promise<Written>;
  /** `visitId` makes it the same one when it is written twice. */
  addVisit(probeId: string, visitId: string, visit: ProbeVisit): Promise<void>;
  /** In the order of time. */
  visits(probeId: string): Promise<readonly ProbeVisit[]>;
};

/** {@link Probes} over a table. Runs go after ninety days; what was found stays in `PlayerModels`. */
export function createProbes(table: Table): Probes {
  const probes = recordsOf(table, {
    schema: probeSchema,
    place: ({ id, startedAtMs }) => ({
      ...probeKey(id),
      expiresAt: expirySeconds(startedAtMs + keptMs),
    }),
  });
  const visits = recordsOf(table, {
    schema: visitSchema,
    place: ({ probeId, visitId, atMs }) => ({
      pk: `PROBE#${probeId}`,
      sk: `VISIT#${utcOf(atMs)}#${visitId}`,
      expiresAt: expirySeconds(atMs + keptMs),
    }),
  });
  return {
    create: (probe) => probes.put(probe, { ifAbsent: true }),
    get: (id) => probes.get(probeKey(id)),
    save: (probe, ifVersion) => probes.put(probe, { ifVersion }),
    addVisit: async (probeId, visitId, visit) => void (await visits.put({ ...visit, probeId, visitId })),
    visits: async (probeId) =>
      (await gather(visits.all({ pk: `PROBE#${probeId}`, prefix: "VISIT#" }))).map(({ value }) => value),
  };
}

function probeKey(id: string) {
  return { pk: `PROBE#${id}`, sk: "META" };
}
