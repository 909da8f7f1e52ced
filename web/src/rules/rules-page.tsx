import { useEffect, useState } from "preact/hooks";
import type { Rule, RuleDraft } from "../../../src/http/schema/rule.ts";
import { PageTitle } from "../shell/page-title.tsx";
import { removeWithUndo, removing } from "../stores/removals.ts";
import { deleteRule, house, ruleLog, rulesInOrder, tonight } from "../stores/rules.ts";
import { Button } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { Kinds } from "../ui/kinds.tsx";
import { ReadFailure } from "../ui/read-failure.tsx";
import { Sheet } from "../ui/sheet.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { ExceptionsSection } from "./exceptions-section.tsx";
import { PreviewLines } from "./preview-lines.tsx";
import { newDraft, ruleKinds } from "./rule-kinds.ts";
import { RuleList } from "./rule-list.tsx";
import { RuleLogSection } from "./rule-log-section.tsx";
import { RuleSheet } from "./rule-sheet.tsx";
import "../player/alarms-part.css";
import "../player/player-page.css";
import "../ui/segments.css";
import "./rules-page.css";

type Open = { readonly draft: RuleDraft; readonly rule?: Rule };

/** The rules of the house: in words, in their order, when they rest, and what they did. */
export function RulesPage() {
  useEffect(() => {
    void house.load();
    void tonight.load();
    void ruleLog.reload();
  }, []);
  const [choosing, setChoosing] = useState(false);
  const [open, setOpen] = useState<Open>();
  const rules = rulesInOrder()?.filter(({ id }) => !removing.value.has(id));
  const failure = house.failure.value;
  const remove = (shown: Rule) => {
    setOpen(undefined);
    removeWithUndo(shown.id, shown.rule.title, (leaving) => deleteRule(shown, leaving));
  };
  const add = (
    <Button look="main" icon="plus" onClick={() => setChoosing(true)}>
      New rule
    </Button>
  );
  return (
    <>
      <PageTitle title="House rules">{rules !== undefined && rules.length > 0 && add}</PageTitle>
      <ReadFailure failure={failure} again={house.load} />
      {rules === undefined && !failure && <Skeleton kind="row" count={3} label="Asking for the rules" />}
      {rules?.length === 0 && (
        <EmptyState icon="moon" title="No rules yet" action={add}>
          Bedtime, quiet hours, a cap on the volume, so many minutes a day: the house keeps them by itself,
          and tells what it did.
        </EmptyState>
      )}
      {rules !== undefined && rules.length > 0 && (
        <div class="columns columns-wide-first">
          <RuleList rules={rules} onOpen={(rule) => setOpen({ draft: rule.rule, rule })} />
          <div class="column">
            {tonight.value.value && (
              <section class="panel stack-close" aria-labelledby="tonight-title">
                <h2 id="tonight-title">Until this time tomorrow</h2>
                <p class="small soft">If the child listened all the time:</p>
                <PreviewLines lines={tonight.value.value.lines} withTitles />
              </section>
            )}
            {house.value.value && <ExceptionsSection house={house.value.value} />}
            <RuleLogSection />
          </div>
        </div>
      )}
      {choosing && (
        <Sheet title="New rule" onClose={() => setChoosing(false)}>
          <Kinds
            kinds={ruleKinds.map(({ kind, ...each }) => ({
              ...each,
              onChoose: () => {
                setChoosing(false);
                setOpen({ draft: newDraft(kind) });
              },
            }))}
          />
        </Sheet>
      )}
      {open && (
        <RuleSheet
          {...open}
          {...(open.rule && { onDelete: () => open.rule && remove(open.rule) })}
          onClose={() => setOpen(undefined)}
        />
      )}
    </>
  );
}
