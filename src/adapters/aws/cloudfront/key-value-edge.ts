import type { Chance } from "../../../ports/chance.ts";
import type { Clock } from "../../../ports/clock.ts";
import type { Edge } from "../../../ports/edge.ts";
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

/**
 * {@link Edge} over the key-value store that `capability-check.function.js` asks. A write names the state of the store that it was
 * made over, so that two at once are one after the other.
 * @see https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_kvs_PutKey.html
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

  return {
    async revoke(grant) {
      const path = `${store}/keys/${encodeURIComponent(`gone:${grant}`)}`;
      for (let tries = 0; tries < triesMost; tries++) {
        if (tries > 0) await clock.sleep(100 * tries * (0.5 + chance.fraction()));
        const described = await call("cloudfront-keyvaluestore", { method: "GET", path: store });
        const state = described.headers.get("etag") ?? "";
        try {
          const headers = { "content-type": "application/json", "if-match": state };
          const body = JSON.stringify({ Value: "1" });
          await call("cloudfront-keyvaluestore", { method: "PUT", path, headers, body });
          return;
        } catch (error) {
          const overtaken = error instanceof AwsRefused && (error.status === 409 || error.status === 412);
          if (!overtaken) throw error;
        }
      }
      throw new Unavailable("Too many changes reach the edge at once; try again in a moment.");
    },
  };
}
