import { z } from "zod";
import { type MediaServer, mediaServerKinds } from "../domain/media-server.ts";
import type { Secrets } from "../ports/secrets.ts";
import type { Table } from "../ports/table.ts";
import { gather, recordsOf } from "./records.ts";

type Kept = MediaServer & { readonly sealedSecret: string };

const schema: z.ZodType<Kept> = z.object({
  id: z.string(),
  kind: z.enum(mediaServerKinds),
  title: z.string(),
  url: z.string(),
  user: z.string().exactOptional(),
  addedAtMs: z.number(),
  sealedSecret: z.string(),
});

/** The family's own media servers. Their passwords are sealed. */
export type MediaServers = {
  list(): Promise<readonly MediaServer[]>;
  get(id: string): Promise<MediaServer | undefined>;
  /** Its password or key. Throws `SealBroken`. */
  secretOf(id: string): Promise<string | undefined>;
  create(server: MediaServer, secret: string): Promise<void>;
  delete(id: string): Promise<void>;
};

/** {@link MediaServers} over a table. */
export function createMediaServers(deps: { table: Table; secrets: Secrets }): MediaServers {
  const records = recordsOf(deps.table, { schema, place: ({ id }) => keyOf(id) });
  const purposeOf = (id: string) => `media server ${id}`;
  return {
    async list() {
      const all = await gather(records.all({ pk: "MEDIASERVERS", prefix: "SERVER#" }));
      return all.map(({ value }) => withoutSecret(value));
    },
    async get(id) {
      const found = await records.get(keyOf(id));
      return found && withoutSecret(found.value);
    },
    async secretOf(id) {
      const found = await records.get(keyOf(id));
      return found && deps.secrets.open(found.value.sealedSecret, purposeOf(id));
    },
    async create(server, secret) {
      const sealedSecret = await deps.secrets.seal(secret, purposeOf(server.id));
      await records.put({ ...server, sealedSecret }, { ifAbsent: true });
    },
    async delete(id) {
      await records.delete(keyOf(id));
    },
  };
}

function withoutSecret({ sealedSecret: _, ...server }: Kept): MediaServer {
  return server;
}

function keyOf(id: string) {
  return { pk: "MEDIASERVERS", sk: `SERVER#${id}` };
}
