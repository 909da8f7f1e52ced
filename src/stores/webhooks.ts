import { z } from "zod";
import type { Webhook } from "../domain/webhook.ts";
import type { Chance } from "../ports/chance.ts";
import type { Secrets } from "../ports/secrets.ts";
import type { Table } from "../ports/table.ts";
import { gather, recordsOf } from "./records.ts";
import { ids } from "./schemas.ts";

type Kept = Webhook & { readonly sealedSecret: string };

const schema: z.ZodType<Kept> = z.object({
  id: z.string(),
  title: z.string(),
  url: z.string(),
  on: z.boolean(),
  kinds: z.array(z.string()).exactOptional(),
  players: z.array(ids.player).exactOptional(),
  mayReachHome: z.boolean(),
  createdAtMs: z.number(),
  sealedSecret: z.string(),
});

/** Webhooks out. Their signing secrets are sealed. */
export type Webhooks = {
  list(): Promise<readonly Webhook[]>;
  get(id: string): Promise<Webhook | undefined>;
  /** Answers the secret (`whsec_…`), which is shown once. */
  create(webhook: Webhook): Promise<string>;
  /** `false` when there is none. */
  change(webhook: Webhook): Promise<boolean>;
  delete(id: string): Promise<boolean>;
  /** What its messages are signed with. Throws `SealBroken`. */
  secretOf(id: string): Promise<string | undefined>;
};

/** {@link Webhooks} over a table. */
export function createWebhooks(deps: { table: Table; secrets: Secrets; chance: Chance }): Webhooks {
  const keyOf = (id: string) => ({ pk: "WEBHOOKS", sk: `WEBHOOK#${id}` });
  const purposeOf = (id: string) => `webhook ${id}`;
  const records = recordsOf(deps.table, { schema, place: ({ id }) => keyOf(id) });
  return {
    async list() {
      const all = await gather(records.all({ pk: "WEBHOOKS", prefix: "WEBHOOK#" }));
      return all.map(({ value }) => withoutSecret(value));
    },
    async get(id) {
      const found = await records.get(keyOf(id));
      return found && withoutSecret(found.value);
    },
    async create(webhook) {
      const bytes = Buffer.from(deps.chance.secret(256), "base64url");
      const secret = `whsec_${bytes.toString("base64")}`;
      const sealedSecret = await deps.secrets.seal(secret, purposeOf(webhook.id));
      await records.put({ ...webhook, sealedSecret }, { ifAbsent: true });
      return secret;
    },
    async change(webhook) {
      for (;;) {
        const found = await records.get(keyOf(webhook.id));
        if (found === undefined) return false;
        const { sealedSecret } = found.value;
        if ((await records.put({ ...webhook, sealedSecret }, { ifVersion: found.version })).ok) return true;
      }
    },
    async delete(id) {
      return (await records.get(keyOf(id))) !== undefined && (await records.delete(keyOf(id)));
    },
    async secretOf(id) {
      const found = await records.get(keyOf(id));
      return found && deps.secrets.open(found.value.sealedSecret, purposeOf(id));
    },
  };
}

function withoutSecret({ sealedSecret: _, ...webhook }: Kept): Webhook {
  return webhook;
}
