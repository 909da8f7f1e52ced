import { useEffect, useState } from "preact/hooks";
import type { Rule, RuleDraft, RulePreview } from "../../../src/http/schema/rule.ts";
import { previewRule, saveRule } from "../stores/rules.ts";
import { Button } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { Form } from "../ui/form.tsx";
import { SaveOverFailure, useSaveOver } from "../ui/save-over.tsx";
import { Sheet } from "../ui/sheet.tsx";
import { Switch } from "../ui/switch.tsx";
import { KindFields } from "./kind-fields.tsx";
import { PlayersFields } from "./players-fields.tsx";
import { PreviewLines } from "./preview-lines.tsx";
import { WindowFields } from "./window-fields.tsx";

type RuleSheetProps = { draft: RuleDraft; rule?: Rule; onDelete?: () => void; onClose: () => void };

/** Waits until the hand rests before asking what it would mean. */
const restMs = 250;

/** A rule to write or to change; what it says and would do tonight is told while one writes. */
export function RuleSheet({ draft: first, rule, onDelete, onClose }: RuleSheetProps) {
  const [draft, setDraft] = useState(first);
  const [seen, setSeen] = useState<RulePreview>();
  const id = rule?.id;
  const isWhole = draft.title.trim() !== "" && (draft.kind !== "play-at" || draft.yotoCardId !== "");
  useEffect(() => {
    if (!isWhole) return;
    const gone = new AbortController();
    const timer = setTimeout(() => {
      previewRule(draft, id, gone.signal).then(setSeen, () => {});
    }, restMs);
    return () => {
      clearTimeout(timer);
      gone.abort();
    };
  }, [draft, id, isWhole]);
  const saving = useSaveOver(async (overAnothers) => {
    await saveRule(draft, id, overAnothers ? undefined : rule?.changedAtMs);
    onClose();
  });
  const change = (part: Partial<RuleDraft>) => setDraft({ ...draft, ...part } as RuleDraft);
  const when = <WindowFields window={draft.window} onChange={(window) => change({ window })} />;
  const isOfHours = draft.kind === "bedtime" || draft.kind === "quiet-hours";
  return (
    <Sheet title={rule === undefined ? "New rule" : "Change the rule"} onClose={onClose}>
      <Form failure={saving.failure} onSubmit={saving.submit}>
        <p class="rule-sentence" aria-live="polite">
          {seen?.sentence ?? "…"}
        </p>
        <Field
          label="Name"
          field="title"
          value={draft.title}
          maxLength={100}
          onInput={(title) => change({ title })}
        />
        {isOfHours && when}
        <KindFields draft={draft} onChange={setDraft} />
        {!isOfHours && when}
        <PlayersFields
          chosen={draft.players}
          onChange={(players) => {
            const { players: _, ...rest } = draft;
            setDraft({ ...rest, ...(players !== undefined && { players }) } as RuleDraft);
          }}
        />
        <Switch
          label="Only try it"
          hint="Nothing is done; the log tells what would have been."
          on={draft.dryRun}
          onChange={(dryRun) => change({ dryRun })}
        />
        {seen !== undefined && (
          <section class="stack-close" aria-label="What it would do">
            <h3>Until this time tomorrow</h3>
            <PreviewLines lines={seen.lines} />
          </section>
        )}
        <SaveOverFailure saving={saving} />
        <div class="sheet-actions">
          {onDelete && (
            <Button look="danger" icon="trash" disabled={saving.busy} onClick={onDelete}>
              Delete
            </Button>
          )}
          <Button type="submit" look="main" busy={saving.busy} disabled={!isWhole}>
            Save
          </Button>
        </div>
      </Form>
    </Sheet>
  );
}
