import { type Signal, signal } from "@preact/signals";
import { ApiFailure } from "../api/api-failure.ts";

/** One thing that the server knows: what we last heard, and what went wrong when we last asked. */
export type Resource<Value> = {
  readonly value: Signal<Value | undefined>;
  readonly failure: Signal<ApiFailure | undefined>;
  /** Asks the server anew; what we had stays until the answer is here. Never rejects. */
  load(): Promise<void>;
  /** Asks only if we never did. */
  need(): void;
  /** Asks anew if somebody ever needed it. */
  refresh(): void;
  forget(): void;
};

/** A resource over one request. Overlapping loads: the last one started wins. */
export function createResource<Value>(ask: () => Promise<Value>): Resource<Value> {
  const value = signal<Value | undefined>(undefined);
  const failure = signal<ApiFailure | undefined>(undefined);
  let asked = 0;
  const load = async () => {
    const mine = ++asked;
    try {
      const answer = await ask();
      if (mine !== asked) return;
      value.value = answer;
      failure.value = undefined;
    } catch (thrown) {
      if (mine === asked) failure.value = ApiFailure.of(thrown);
    }
  };
  return {
    value,
    failure,
    load,
    need: () => {
      if (asked === 0) void load();
    },
    refresh: () => {
      if (asked > 0) void load();
    },
    forget: () => {
      asked = 0;
      value.value = undefined;
      failure.value = undefined;
    },
  };
}
