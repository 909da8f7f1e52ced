import { ApiFailure } from "./api-failure.ts";

type Options = {
  readonly body?: unknown;
  /** Sent as it is, in place of a body. */
  readonly file?: Blob;
  readonly signal?: AbortSignal;
  readonly keepalive?: boolean;
};

const listeners = new Set<() => void>();

/** Calls `listener` when any answer says that nobody is signed in any more. */
export function onSessionGone(listener: () => void): void {
  listeners.add(listener);
}

/**
 * One call of our own API. The answer's type is the schema the server checks its answers against, so it is not parsed a
 * second time here (zod would be half of the app's weight). Throws {@link ApiFailure}.
 */
export async function request<Answer>(method: string, path: string, options: Options = {}): Promise<Answer> {
  const { body, file, signal, keepalive } = options;
  const json = body === undefined ? {} : { body: JSON.stringify(body) };
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      credentials: "same-origin",
      headers: {
        Accept: "application/json",
        ...("body" in json ? { "Content-Type": "application/json" } : {}),
      },
      ...json,
      ...(file && { body: file }),
      ...(keepalive === undefined ? {} : { keepalive }),
      signal: signal ?? AbortSignal.timeout(20_000),
    });
  } catch (thrown) {
    if (signal?.aborted) throw thrown;
    throw ApiFailure.of(thrown);
  }
  const answer: unknown = await response.json().catch(() => undefined);
  if (response.ok) return answer as Answer;
  throw refusal(response.status, answer);
}

/** The failure for a refused answer; tells who listens when the session is gone. */
export function refusal(status: number, answer: unknown): ApiFailure {
  const failure = ApiFailure.read(status, answer);
  if (failure.code === "not-signed-in") for (const listener of listeners) listener();
  return failure;
}
