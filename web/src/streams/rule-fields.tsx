import type { StreamRule } from "../../../src/http/schema/stream-rule.ts";
import { DateField } from "../rules/date-field.tsx";
import { Switch } from "../ui/switch.tsx";
import { BranchFields } from "./branch-fields.tsx";
import { ListFields } from "./list-fields.tsx";
import { MailboxFields, PodcastFields, RadioFields, TodayFields } from "./made-fields.tsx";
import type { KnownPieces, Piece } from "./piece.ts";
import { PiecesField } from "./pieces-field.tsx";

/** What every part of the editor gets. */
export type RuleFieldsProps<Rule = StreamRule> = {
  rule: Rule;
  known: KnownPieces;
  onChange: (rule: Rule, learned?: readonly Piece[]) => void;
};

/** What is special about a kind of rule. */
export function RuleFields({ rule, known, onChange }: RuleFieldsProps) {
  switch (rule.kind) {
    case "fixed-list":
      return (
        <PiecesField
          label="Chapters"
          audio={rule.audio}
          known={known}
          onChange={(audio, learned) => onChange({ ...rule, audio }, learned)}
        />
      );
    case "queue":
      return <ListFields label="Recordings" list={rule} known={known} onChange={onChange} />;
    case "by-time":
    case "by-player":
      return <BranchFields rule={rule} known={known} onChange={onChange} />;
    case "calendar":
      return (
        <>
          <DateField
            label="First day"
            field="rule.firstDate"
            value={rule.firstDate}
            min="2000-01-01"
            onChange={(firstDate) => onChange({ ...rule, firstDate })}
          />
          <PiecesField
            label="One for each day"
            audio={rule.audio}
            known={known}
            onChange={(audio, learned) => onChange({ ...rule, audio }, learned)}
          />
          <LoopField loop={rule.loop} onChange={(loop) => onChange({ ...rule, loop })} />
        </>
      );
    case "chapter-a-day":
      return (
        <>
          <PiecesField
            label="Chapters"
            audio={rule.audio}
            known={known}
            onChange={(audio, learned) => onChange({ ...rule, audio }, learned)}
          />
          <LoopField loop={rule.loop} onChange={(loop) => onChange({ ...rule, loop })} />
        </>
      );
    case "podcast":
      return <PodcastFields rule={rule} known={known} onChange={onChange} />;
    case "radio":
      return <RadioFields rule={rule} known={known} onChange={onChange} />;
    case "today":
      return <TodayFields rule={rule} known={known} onChange={onChange} />;
    case "mailbox":
      return <MailboxFields rule={rule} known={known} onChange={onChange} />;
    case "book":
      return (
        <PiecesField
          label="Chapters of the book"
          audio={rule.audio}
          known={known}
          onChange={(audio, learned) => onChange({ ...rule, audio }, learned)}
        />
      );
  }
}

function LoopField({ loop, onChange }: { loop: boolean; onChange: (loop: boolean) => void }) {
  return (
    <Switch
      label="Then again from the first"
      hint="Otherwise it stays with the last one."
      on={loop}
      onChange={onChange}
    />
  );
}
