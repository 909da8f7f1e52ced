import type { Chance } from "../../../ports/chance.ts";
import type { Clock } from "../../../ports/clock.ts";
import type { Edge, EdgeAnswer, EdgeAnswers } from "../../../ports/edge.ts";
import { Unavailable } from "../../../ports/unavailable.ts";
import type { AwsCredentialsSource } from "../credentials.ts";
import type { Send } from "../send-over-http.ts";
import { withSignatureForAllRegions } from "../signature-v4a.ts";
import { AwsRefused, createSignedCall } from "../signed-call.ts";

export type KeyValueEdgeOptions = {
  /** `arn:aws:cloudfront::<account>:key-value-store/<id>`. */
  readonly storeArn: string;
  readonly credentials: AwsCredentialsSource;
  readonly clock: Clock;
  readonly chance: Chance;
  /** For emulators; default: the account's own. */
  readonly endpoint?: string | undefined;
  readonly send?: Send;
};

const triesMost = 8;
/** As many keys as one request may change. */
const keysMost = 50;

/** What makes the function at the edge ask us, where a key could not be taken away. */
const askUs = "ask";

/** One request that changes the store. */
type Change = { readonly method: "PUT" | "POST"; readonly path: string; readonly body: string };

/**
 * {@link Edge} over the key-value store that the functions beside this file ask. A write names the state of the store that it was
 * made over, so that two at once are one after the other.
 * @see https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_kvs_UpdateKeys.html
 */
export function createKeyValueEdge(options: KeyValueEdgeOptions): Edge {
  const { storeArn, clock, chance } = options;
  const account = storeArn.split(":")[4];
  const url = options.endpoint ?? `https://${account}.cloudfront-kvs.global.api.aws`;
  const call = createSignedCall({
    ...options,
    region: "*",
    endpoint: () => url,
    sign: withSignatureForAllRegions,
  });
  const store = `/key-value-stores/${encodeURIComponent(storeArn)}`;
  /** The state after what we did last. Should it be another by now, the write is refused and we look. */
  let last: string | undefined;

  async function look(): Promise<string> {
    const described = await call("cloudfront-keyvaluestore", { method: "GET", path: store });
    return described.headers.get("etag") ?? "";
  }

  /** Makes the changes one over the other; from the first again when somebody else changes something in between. */
  async function change(decide: () => Promise<readonly Change[]>): Promise<void> {
    for (let tries = 0; tries < triesMost; tries++) {
      if (tries > 0) await clock.sleep(100 * tries * (0.5 + chance.fraction()));
      let state = last ?? (await look());
      try {
        for (const each of await decide()) {
          const headers = { "content-type": "application/json", "if-match": state };
          const answer = await call("cloudfront-keyvaluestore", { ...each, headers });
          state = answer.headers.get("etag") ?? "";
          last = state;
        }
        return;
      } catch (error) {
        last = undefined;
        const overtaken = error instanceof AwsRefused && (error.status === 409 || error.status === 412);
        if (!overtaken) throw error;
      }
    }
    throw new Unavailable("Too many changes reach the edge at once; try again in a moment.");
  }

  const tell = (decide: () => Promise<EdgeAnswers>, take: (key: string) => KeyChange) =>
    change(async () => {
      const keys = [...(await decide())].map(([slot, answer]) => {
        const Key = `slot:${slot}`;
        return answer === undefined ? take(Key) : { put: { Key, Value: textOf(answer) } };
      });
      return Array.from({ length: Math.ceil(keys.length / keysMost) }, (_, at) => {
        const some = keys.slice(at * keysMost, (at + 1) * keysMost);
        const Puts = some.flatMap((each) => ("put" in each ? [each.put] : []));
        const Deletes = some.flatMap((each) => ("delete" in each ? [each.delete] : []));
        return { method: "POST", path: `${store}/keys`, body: JSON.stringify({ Puts, Deletes }) };
      });
    });

  return {
    id: storeArn,
    revoke: (grant) =>
      change(async () => {
        const path = `${store}/keys/${encodeURIComponent(`gone:${grant}`)}`;
        return [{ method: "PUT", path, body: JSON.stringify({ Value: "1" }) }];
      }),
    async tell(decide) {
      try {
        await tell(decide, (Key) => ({ delete: { Key } }));
      } catch (error) {
        // All or nothing: one that is not there, and so cannot be taken away, keeps the others from being told.
        if (!(error instanceof AwsRefused && error.status === 404)) throw error;
        await tell(decide, (Key) => ({ put: { Key, Value: askUs } }));
      }
    },
  };
}

type KeyChange =
  | { readonly put: { readonly Key: string; readonly Value: string } }
  | { readonly delete: { readonly Key: string } };

/** As `slot-at-edge.function.js` reads it: the file, and the second from which on it asks us again. */
function textOf({ fileKey, untilMs }: EdgeAnswer): string {
  return untilMs === undefined ? fileKey : `${fileKey} ${Math.floor(untilMs / 1000)}`;
}
