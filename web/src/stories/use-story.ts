import { useEffect, useRef, useState } from "preact/hooks";
import type { Story } from "../../../src/http/schema/story.ts";
import { ApiFailure } from "../api/api-failure.ts";
import { onBack, onLive } from "../api/live.ts";
import { sessionEnded } from "../stores/session.ts";
import { faceOf, readStory, type StoryFace, saveStory } from "../stores/stories.ts";
import { showToast } from "../stores/toasts.ts";

/** A story that is being written: what is on the screen, and the way it takes to the server by itself. */
export type WrittenStory = {
  /** As it is on the screen. */
  readonly face: StoryFace;
  /** As the server last told it, with what it found wrong. */
  readonly saved: Story;
  readonly state: "saved" | "unsaved" | "saving" | "refused";
  readonly failure: ApiFailure | undefined;
  /** Changes what is on the screen by then. Changes with the same `field` within a moment are one step for undo. */
  change(make: (face: StoryFace) => Partial<StoryFace>, field?: string): void;
  readonly undo: (() => void) | undefined;
  readonly redo: (() => void) | undefined;
  /** Brings what is on the screen to the server now; `undefined` if it was refused. */
  flush(overAnothers?: boolean): Promise<Story | undefined>;
  /** Reads it anew; what was not saved is a step back. */
  takeTheirs(): Promise<void>;
  /** Reads what the server has found or made of it meanwhile; what is being written stays. */
  look(): Promise<void>;
};

/** Waits until the hand rests. */
const restMs = 700;
const oneStepMs = 3000;
const stepsKept = 100;
const echoMs = 2000;

/** Reads a story and keeps what is written: it is saved by itself, and what is refused stays on the screen. */
export function useStory(id: string): {
  readonly story: WrittenStory | undefined;
  readonly failure: ApiFailure | undefined;
  readonly load: () => Promise<void>;
} {
  const [saved, setSaved] = useState<Story>();
  const [face, setFace] = useState<StoryFace>();
  const [past, setPast] = useState<readonly StoryFace[]>([]);
  const [future, setFuture] = useState<readonly StoryFace[]>([]);
  const [failure, setFailure] = useState<ApiFailure>();
  const [refused, setRefused] = useState<ApiFailure>();
  const [isSaving, setSaving] = useState(false);
  const lastStep = useRef<{ field: string | undefined; atMs: number }>(undefined);
  /** The face that the server has. */
  const kept = useRef<StoryFace>(undefined);
  const latest = useRef<{ face: StoryFace; changedAtMs: number }>(undefined);
  /** Until then the next word of a change is that of our own. */
  const echo = useRef(0);
  const underWay = useRef<Promise<Story | undefined>>(undefined);
  if (face !== undefined && saved !== undefined) latest.current = { face, changedAtMs: saved.changedAtMs };

  const load = async () => {
    try {
      const read = await readStory(id);
      const itsFace = faceOf(read);
      kept.current = itsFace;
      setSaved(read);
      setFace(itsFace);
      setFailure(undefined);
      setRefused(undefined);
      setPast([]);
      setFuture([]);
    } catch (thrown) {
      setFailure(ApiFailure.of(thrown));
    }
  };

  const look = async () => {
    const read = await readStory(id).catch(() => undefined);
    const now = latest.current;
    if (read === undefined || now === undefined || underWay.current !== undefined) return;
    if (read.changedAtMs < now.changedAtMs) return; // asked before our own change was kept
    const isSame = JSON.stringify(faceOf(read)) === JSON.stringify(saved && faceOf(saved));
    if (!isSame && now.face !== kept.current) return; // saving will tell of the conflict
    if (!isSame) {
      kept.current = faceOf(read);
      setFace(kept.current);
    }
    setSaved(read);
  };

  const send = async (overAnothers: boolean): Promise<Story | undefined> => {
    const now = latest.current;
    if (now === undefined) return undefined;
    setSaving(true);
    try {
      echo.current = Date.now() + echoMs;
      const answer = await saveStory(id, now.face, overAnothers ? undefined : now.changedAtMs);
      kept.current = now.face;
      latest.current = { face: latest.current?.face ?? now.face, changedAtMs: answer.changedAtMs };
      setSaved(answer);
      setRefused(undefined);
      return answer;
    } catch (thrown) {
      setRefused(ApiFailure.of(thrown));
      return undefined;
    } finally {
      setSaving(false);
    }
  };
  /** One after the other, until the server has what is on the screen. */
  const flush = async (overAnothers = false): Promise<Story | undefined> => {
    while (underWay.current !== undefined) await underWay.current;
    if (latest.current?.face === kept.current && !overAnothers) return saved;
    underWay.current = send(overAnothers).finally(() => {
      underWay.current = undefined;
    });
    return underWay.current;
  };
  const flushLatest = useRef(flush);
  flushLatest.current = flush;
  const lookLatest = useRef(look);
  lookLatest.current = look;

  useEffect(() => {
    void load();
    const saveNow = () => {
      if (document.hidden && latest.current?.face !== kept.current) void flushLatest.current();
    };
    const ask = (event: BeforeUnloadEvent) => {
      if (latest.current?.face === kept.current) return;
      void flushLatest.current();
      event.preventDefault();
    };
    document.addEventListener("visibilitychange", saveNow);
    addEventListener("beforeunload", ask);
    const ends = [
      onBack(() => void flushLatest.current()),
      onLive("hello", () => void lookLatest.current()),
      onLive("stories", () => {
        const isEcho = echo.current > Date.now();
        echo.current = 0;
        if (!isEcho) void lookLatest.current();
      }),
      sessionEnded.subscribe((ended) => {
        if (!ended) void flushLatest.current();
      }),
    ];
    return () => {
      document.removeEventListener("visibilitychange", saveNow);
      removeEventListener("beforeunload", ask);
      for (const end of ends) end();
      if (latest.current !== undefined && latest.current.face !== kept.current) void keepOnLeaving();
    };
  }, [id]);

  /** What somebody wrote just before they went elsewhere. */
  const keepOnLeaving = async () => {
    if ((await flushLatest.current()) !== undefined) return;
    const left = latest.current;
    if (left === undefined) return;
    showToast(
      {
        tone: "bad",
        text: `The last changes to “${left.face.title}” were not saved`,
        action: {
          label: "Save mine",
          run: () => void saveStory(id, left.face, undefined).catch(() => undefined),
        },
      },
      30_000,
    );
  };

  useEffect(() => {
    // What was refused is tried again with the next change, or when somebody asks.
    if (face === undefined || face === kept.current || isSaving) return;
    if (refused?.code === "changed-meanwhile") return;
    const timer = setTimeout(() => void flushLatest.current(), restMs);
    return () => clearTimeout(timer);
  }, [face, isSaving]);

  if (face === undefined || saved === undefined) return { story: undefined, failure, load };
  const step = (to: StoryFace, from: readonly StoryFace[], back: readonly StoryFace[]) => {
    lastStep.current = undefined;
    setPast(from);
    setFuture(back);
    setFace(to);
  };
  const [before, after] = [past.at(-1), future.at(-1)];
  return {
    failure,
    load,
    story: {
      face,
      saved,
      state:
        face === kept.current ? "saved" : isSaving ? "saving" : refused !== undefined ? "refused" : "unsaved",
      failure: refused,
      change: (make, field) => {
        const now = latest.current;
        if (now === undefined) return;
        const changed = { ...now.face, ...make(now.face) };
        const nowMs = Date.now();
        const last = lastStep.current;
        const goesOn = field !== undefined && last?.field === field && nowMs - last.atMs < oneStepMs;
        if (!goesOn) setPast((steps) => [...steps.slice(-stepsKept), now.face]);
        lastStep.current = { field, atMs: nowMs };
        latest.current = { ...now, face: changed };
        setFuture([]);
        setFace(changed);
      },
      undo: before && (() => step(before, past.slice(0, -1), [...future, face])),
      redo: after && (() => step(after, [...past, face], future.slice(0, -1))),
      flush,
      takeTheirs: async () => {
        await load();
        setPast([face]);
      },
      look,
    },
  };
}
