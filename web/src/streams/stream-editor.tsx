import { useEffect, useState } from "preact/hooks";
import type { RulePreviewed, Stream } from "../../../src/http/schema/stream.ts";
import type { StreamRule } from "../../../src/http/schema/stream-rule.ts";
import { changeStream, makeStream, previewStream } from "../stores/streams.ts";
import { Banner } from "../ui/banner.tsx";
import { Button } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { Form } from "../ui/form.tsx";
import { SaveOverFailure, useSaveOver } from "../ui/save-over.tsx";
import { EndingFields } from "./ending-fields.tsx";
import { inWords } from "./in-words.ts";
import type { KnownPieces, Piece } from "./piece.ts";
import { RuleFields } from "./rule-fields.tsx";
import { stillMissing } from "./stream-kinds.ts";

type StreamEditorProps = {
  /** What is changed; absent: a new one is made. */
  stream?: Stream;
  rule: StreamRule;
  /** What a new one is called, until somebody says otherwise. */
  named?: string | undefined;
  onDone: (stream: Stream) => void;
  onCancel: () => void;
};

/** Waits until the hand rests before asking what it would mean. */
const restMs = 300;

/** A stream to make or to change; what it says and would play now is told while one writes. */
export function StreamEditor({ stream, rule: first, named = "", onDone, onCancel }: StreamEditorProps) {
  const [title, setTitle] = useState(stream?.title ?? named);
  const [rule, setRule] = useState(first);
  const [ending, setEnding] = useState(stream?.ending);
  const [known, setKnown] = useState<KnownPieces>(
    () => new Map(stream?.pieces.map((piece) => [piece.id, piece])),
  );
  const [seen, setSeen] = useState<RulePreviewed>();
  const id = stream?.id;
  const missing = stillMissing(rule);
  useEffect(() => {
    if (missing !== undefined) return setSeen(undefined);
    const gone = new AbortController();
    const timer = setTimeout(() => {
      const draft = { ...(id !== undefined && { id }), rule, ...(ending && { ending }) };
      previewStream(draft, gone.signal).then(setSeen, () => {});
    }, restMs);
    return () => {
      clearTimeout(timer);
      gone.abort();
    };
  }, [rule, ending, id, missing]);
  const learn = (learned: readonly Piece[] = []) => {
    if (learned.length > 0) setKnown(new Map([...known, ...learned.map((each) => [each.id, each] as const)]));
  };
  const [shownAtMs] = useState(stream?.changedAtMs);
  const saving = useSaveOver(async (overAnothers) => {
    const kept = { title: title.trim(), rule };
    const ifChangedAtMs = overAnothers ? undefined : shownAtMs;
    onDone(
      id === undefined
        ? await makeStream({ ...kept, ...(ending && { ending }) })
        : await changeStream(id, { ...kept, ending: ending ?? null, ifChangedAtMs }),
    );
  });
  const now = seen?.explanation.slots[0]?.sentence;
  return (
    <Form class="stream-editor stack" failure={saving.failure} onSubmit={saving.submit}>
      <section class="panel stack">
        <Field label="Name" field="title" value={title} maxLength={100} onInput={setTitle} />
        <RuleFields
          rule={rule}
          known={known}
          onChange={(next, learned) => {
            setRule(next);
            learn(learned);
          }}
        />
      </section>
      {(seen === undefined || seen.explanation.slots.length === 1 || ending !== undefined) && (
        <section class="panel stack" aria-label="Bedtime">
          <EndingFields
            ending={ending}
            known={known}
            onChange={(next, learned) => {
              setEnding(next);
              learn(learned);
            }}
          />
        </section>
      )}
      <section class="stream-says" aria-live="polite" aria-label="What it does">
        <p class="stream-sentence">{missing ?? seen?.rule ?? "…"}</p>
        {seen !== undefined && seen.problems.length === 0 && now !== undefined && (
          <p class="small">Now: {inWords(now, seen.explanation.slots.length)}</p>
        )}
      </section>
      {seen?.problems.map(({ field, problem }) => (
        <Banner key={`${field} ${problem}`} tone="warn">
          <p>{problem}</p>
        </Banner>
      ))}
      <SaveOverFailure saving={saving} />
      <div class="sheet-actions">
        <Button onClick={onCancel}>Cancel</Button>
        <Button
          type="submit"
          look="main"
          busy={saving.busy}
          disabled={missing !== undefined || title.trim() === "" || (seen?.problems.length ?? 0) > 0}
        >
          {id === undefined ? "Make the stream" : "Save"}
        </Button>
      </div>
    </Form>
  );
}
