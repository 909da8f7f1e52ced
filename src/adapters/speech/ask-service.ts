import { Unavailable } from "../../ports/unavailable.ts";

const longestMs = 120_000;

/**
 * Asks a service of speech out there. Throws `Unavailable` with a sentence that says what to do when it refuses or does not
 * answer, and the signal's reason.
 */
export async function askService(
  service: { readonly name: string; readonly keyName: string },
  url: URL,
  request: {
    readonly method?: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: string | FormData;
    readonly signal?: AbortSignal | undefined;
    /** How long it is waited for; two minutes where nothing is said. */
    readonly timeoutMs?: number;
  },
): Promise<Response> {
  const { signal, timeoutMs = longestMs, ...rest } = request;
  const tooLong = AbortSignal.timeout(timeoutMs);
  const answer = await fetch(url, {
    ...rest,
    signal: signal ? AbortSignal.any([signal, tooLong]) : tooLong,
  }).catch((error: unknown) => {
    signal?.throwIfAborted();
    throw new Unavailable(`${service.name} did not answer; try again later or choose another voice`, {
      cause: error,
    });
  });
  if (answer.ok) return answer;
  const told = (await answer.text().catch(() => "")).slice(0, 500);
  throw new Unavailable(wordsFor(answer.status, service), { cause: new Error(`${answer.status} ${told}`) });
}

function wordsFor(
  status: number,
  { name, keyName }: { readonly name: string; readonly keyName: string },
): string {
  if (status === 401 || status === 403) return `${name} does not accept the key; check ${keyName}`;
  if (status === 402 || status === 429)
    return `${name} wants no more for now: its limit or credit is used up; try later or choose another voice`;
  if (status >= 500) return `${name} has trouble of its own; try again later or choose another voice`;
  return `${name} refused this text or voice (${status}); choose another voice or shorten the text`;
}
