import { z } from "zod";
import type { Clock } from "../../ports/clock.ts";
import { Unavailable } from "../../ports/unavailable.ts";
import type { AwsCredentials, AwsCredentialsSource } from "./credentials.ts";

/** What AWS tells a program about itself in its environment. */
export type AwsSurroundings = {
  readonly AWS_ACCESS_KEY_ID?: string | undefined;
  readonly AWS_SECRET_ACCESS_KEY?: string | undefined;
  readonly AWS_SESSION_TOKEN?: string | undefined;
  readonly AWS_CONTAINER_CREDENTIALS_RELATIVE_URI?: string | undefined;
  readonly AWS_CONTAINER_CREDENTIALS_FULL_URI?: string | undefined;
  readonly AWS_CONTAINER_AUTHORIZATION_TOKEN?: string | undefined;
};

/** There is nothing to sign with. The message says what to set. */
export class NoAwsCredentials extends Error {
  override readonly name = "NoAwsCredentials";
}

const containerHost = "http://169.254.170.2";
/** Keys are renewed this long before they end; a call that is being signed now must not outlive them. */
const renewBeforeMs = 300_000;

/**
 * Keys as the place where we run gives them: a container's endpoint (ECS), or the environment (Lambda, whose keys live as
 * long as the process; a machine at home, whose keys do not end). Throws {@link NoAwsCredentials} when there are none.
 */
export function credentialsOf(
  surroundings: AwsSurroundings,
  deps: { readonly clock: Clock; readonly fetch?: typeof fetch },
): AwsCredentialsSource {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = surroundings;
  const { AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: relative, AWS_CONTAINER_CREDENTIALS_FULL_URI: full } =
    surroundings;
  if (accessKeyId !== undefined && secretAccessKey !== undefined) {
    const { AWS_SESSION_TOKEN: sessionToken } = surroundings;
    const keys = { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) };
    return async () => keys;
  }
  const url = relative === undefined ? full : `${containerHost}${relative}`;
  if (url === undefined)
    throw new NoAwsCredentials(
      "There are no AWS keys. Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or run where AWS gives a role",
    );
  return containerCredentials(url, surroundings.AWS_CONTAINER_AUTHORIZATION_TOKEN, deps);
}

const answer = z.object({
  AccessKeyId: z.string(),
  SecretAccessKey: z.string(),
  Token: z.string(),
  Expiration: z.iso.datetime({ offset: true }).transform((text) => Date.parse(text)),
});

/** @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html */
function containerCredentials(
  url: string,
  token: string | undefined,
  { clock, fetch: send = fetch }: { readonly clock: Clock; readonly fetch?: typeof fetch },
): AwsCredentialsSource {
  let kept: AwsCredentials | undefined;
  let asking: Promise<AwsCredentials> | undefined;

  const ask = async (): Promise<AwsCredentials> => {
    const headers = token === undefined ? {} : { authorization: token };
    const response = await send(url, { headers, signal: AbortSignal.timeout(2_000) });
    if (!response.ok) throw new Error(`it answered ${response.status}`);
    const { AccessKeyId, SecretAccessKey, Token, Expiration } = answer.parse(await response.json());
    return {
      accessKeyId: AccessKeyId,
      secretAccessKey: SecretAccessKey,
      sessionToken: Token,
      expiresAtMs: Expiration,
    };
  };
  const renew = () => {
    asking ??= ask()
      .then((keys) => (kept = keys))
      .finally(() => (asking = undefined));
    return asking;
  };

  return async (options) => {
    const leftMs = (kept?.expiresAtMs ?? 0) - clock.nowMs();
    if (kept !== undefined && leftMs > renewBeforeMs && options?.refresh !== true) return kept;
    try {
      return await renew();
    } catch (cause) {
      // The old ones do for as long as they live.
      if (kept !== undefined && leftMs > 0 && options?.refresh !== true) return kept;
      throw new Unavailable("The container's endpoint gave no AWS keys; try again", { cause });
    }
  };
}
