/** What the pretend Yoto tells of a player, as far as the journeys look. */
export type PretendPlayer = {
  readonly deviceId: string;
  readonly name: string;
  readonly state: {
    /** What its line to Yoto is like, or, while that is well, what it does. */
    readonly state: string;
    /** What it does. */
    readonly activity: string;
    readonly playing: { readonly trackKey?: string } | null;
    readonly positionSeconds: number;
    readonly volume: number;
    readonly download: { readonly running: boolean; readonly storedKiB: number };
    readonly heard: readonly {
      readonly url: string;
      readonly frames: number;
      readonly sha256: string;
      readonly seconds: number;
    }[];
  };
};

export type JournalEntry = {
  readonly number: number;
  readonly atMs: number;
  readonly kind: string;
  readonly direction?: string;
  readonly topic?: string;
  readonly from?: string;
  readonly method?: string;
  readonly url?: string;
  readonly status?: number | string;
  readonly bytes?: number;
  readonly sha256?: string;
};

/** The hands of a child and an eye on the wires, by the pretend Yoto's control API. */
export function pretendFamily(pretendUrl: string) {
  const json = async <Answer>(path: string, body?: unknown): Promise<Answer> => {
    const answer = await fetch(`${pretendUrl}/_pretend${path}`, {
      ...(body === undefined
        ? {}
        : { method: "POST", body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
    });
    if (!answer.ok) throw new Error(`/_pretend${path} answered ${answer.status}: ${await answer.text()}`);
    return (await answer.json()) as Answer;
  };
  const players = async () => (await json<{ players: PretendPlayer[] }>("/players")).players;
  return {
    players,
    async player(name: string): Promise<PretendPlayer> {
      const found = (await players()).find((each) => each.name === name);
      if (found === undefined) throw new Error(`no pretend player ${name}`);
      return found;
    },
    do: async (name: string, action: string, input: object = {}) => {
      const found = (await players()).find((each) => each.name === name);
      return json(`/players/${found?.deviceId}/${action}`, input);
    },
    /** Changes how the pretend cloud behaves. */
    switch: async (changes: Readonly<Record<string, unknown>>) => {
      const answer = await fetch(`${pretendUrl}/_pretend/switches`, {
        method: "PATCH",
        body: JSON.stringify(changes),
        headers: { "content-type": "application/json" },
      });
      if (!answer.ok) throw new Error(`/_pretend/switches answered ${answer.status}: ${await answer.text()}`);
    },
    journal: async () => (await json<{ entries: JournalEntry[] }>("/journal")).entries,
  };
}
