import { useEffect, useState } from "preact/hooks";
import type { StreamRule } from "../../../src/http/schema/stream-rule.ts";
import { IconSheet } from "../pictures/icon-sheet.tsx";
import "../pictures/icon-sheet.css";
import { PlayersFields } from "../rules/players-fields.tsx";
import { colourOf, hexOf, nightColours } from "../rules/rule-colours.ts";
import { needPlayers, players } from "../stores/players.ts";
import { followedPodcasts } from "../stores/podcasts.ts";
import { needYotoAccounts, yotoAccounts } from "../stores/yoto-accounts.ts";
import { Button, LinkButton } from "../ui/button.tsx";
import { ChoiceField } from "../ui/choice-field.tsx";
import { Field } from "../ui/field.tsx";
import { Swatches } from "../ui/swatches.tsx";
import { Switch } from "../ui/switch.tsx";
import { TimeField } from "../ui/time-field.tsx";
import { ChoosePiecesSheet } from "./choose-pieces-sheet.tsx";
import { type KnownPieces, type Piece, piecesOf } from "./piece.ts";
import type { RuleFieldsProps } from "./rule-fields.tsx";

type Of<Kind extends StreamRule["kind"]> = Extract<StreamRule, { kind: Kind }>;

/** Which podcast, and which of its episodes. */
export function PodcastFields({ rule, known, onChange }: RuleFieldsProps<Of<"podcast">>) {
  useEffect(followedPodcasts.need, []);
  const all = followedPodcasts.value.value;
  if (all?.length === 0)
    return (
      <div class="stack-close">
        <p class="soft">The family follows no podcast yet.</p>
        <LinkButton href="/library/podcasts">Follow a podcast</LinkButton>
      </div>
    );
  const choose = { value: "", name: "Choose a podcast …" };
  return (
    <>
      <ChoiceField
        label="Podcast"
        value={rule.feedId}
        choices={[
          ...(rule.feedId === "" ? [choose] : []),
          ...(all ?? []).map(({ id, title }) => ({ value: id, name: title })),
        ]}
        onChange={(feedId) => onChange({ ...rule, feedId })}
      />
      <ChoiceField
        label="Which episode"
        value={rule.which}
        choices={[
          { value: "newest", name: "the newest" },
          { value: "from-first", name: "from the first on, the next each time" },
          { value: "unheard", name: "the next that was not heard" },
          { value: "a-day", name: "from the first on, one a day" },
        ]}
        onChange={(which) => onChange({ ...rule, which: which as Of<"podcast">["which"] })}
      />
      <Field
        label="Only of season"
        field="rule.season"
        value={rule.season === undefined ? "" : String(rule.season)}
        optional
        plain
        hint="Empty: of all."
        onInput={(value) => {
          const { season: _, ...rest } = rule;
          const season = Number.parseInt(value, 10);
          onChange(Number.isNaN(season) ? rest : { ...rest, season });
        }}
      />
      <OtherwiseField
        label="Until an episode is in the library"
        rule={rule}
        known={known}
        onChange={onChange}
      />
    </>
  );
}

/** Where the station is. */
export function RadioFields({ rule, known, onChange }: RuleFieldsProps<Of<"radio">>) {
  return (
    <>
      <Field
        label="Address of the station"
        field="rule.url"
        value={rule.url}
        maxLength={2000}
        plain
        hint="Its stream (MP3 or AAC), or a playlist that names it (.m3u, .pls)."
        onInput={(url) => onChange({ ...rule, url: url.trim() })}
      />
      <OtherwiseField label="While it cannot be reached" rule={rule} known={known} onChange={onChange} />
    </>
  );
}

/** What is said each morning. */
export function TodayFields({ rule, known, onChange }: RuleFieldsProps<Of<"today">>) {
  return (
    <>
      <Field
        label="What is said"
        field="rule.greeting"
        value={rule.greeting}
        lines={4}
        maxLength={2000}
        hint="{weekday}, {date} and {words} are filled in each day."
        onInput={(greeting) => onChange({ ...rule, greeting })}
      />
      <Field
        label="Where {words} come from"
        field="rule.wordsUrl"
        value={rule.wordsUrl ?? ""}
        optional
        plain
        maxLength={2000}
        hint="An address that answers with a sentence: the weather, what is for lunch. May stay empty."
        onInput={(value) => {
          const { wordsUrl: _, ...rest } = rule;
          onChange(value.trim() === "" ? rest : { ...rest, wordsUrl: value.trim() });
        }}
      />
      <TimeField
        label="Spoken from"
        field="rule.from"
        value={rule.from}
        onChange={(from) => onChange({ ...rule, from })}
      />
      <OtherwiseField label="Until it is spoken" rule={rule} known={known} onChange={onChange} />
    </>
  );
}

/** What plays without a message, and the light and the picture that say that there is one. */
export function MailboxFields({ rule, known, onChange }: RuleFieldsProps<Of<"mailbox">>) {
  useEffect(needPlayers, []);
  const { light, ...rest } = rule;
  const all = (players.value ?? []).map(({ id }) => id);
  return (
    <>
      <OtherwiseField label="When there is no new message" rule={rule} known={known} onChange={onChange} />
      <Switch
        label="A light until it is heard"
        hint="On players that have one."
        on={light !== undefined}
        onChange={(on) =>
          onChange(on ? { ...rest, light: { players: all, ...colourOf(nightColours[0].colour) } } : rest)
        }
      />
      {light && (
        <>
          <Swatches
            label="Colour of the light"
            colours={nightColours}
            value={hexOf(light)}
            onChoose={(colour) =>
              onChange({ ...rest, light: { players: light.players, ...colourOf(colour) } })
            }
          />
          <PlayersFields
            chosen={light.players}
            onChange={(chosen) => onChange({ ...rest, light: { ...light, players: chosen ?? all } })}
          />
        </>
      )}
      <MailIconField rule={rule} onChange={onChange} />
    </>
  );
}

/** The picture that cards show while a message waits. */
function MailIconField({ rule, onChange }: Pick<RuleFieldsProps<Of<"mailbox">>, "rule" | "onChange">) {
  useEffect(needYotoAccounts, []);
  const [choosing, setChoosing] = useState(false);
  const { icon, ...rest } = rule;
  const accountId = yotoAccounts.value?.[0]?.id;
  if (accountId === undefined) return null;
  return (
    <div class="field">
      <p class="field-name">A picture on the card until it is heard</p>
      <div class="icon-choice">
        {icon !== undefined && (
          <span class="icon-dots">
            <img
              src={`/api/icons/${encodeURIComponent(accountId)}/${encodeURIComponent(icon)}`}
              alt="What is shown now"
              width="16"
              height="16"
            />
          </span>
        )}
        <Button icon="picture" aria-haspopup="dialog" onClick={() => setChoosing(true)}>
          {icon === undefined ? "Choose a picture …" : "Another one …"}
        </Button>
        {icon !== undefined && (
          <Button look="quiet" onClick={() => onChange(rest)}>
            None
          </Button>
        )}
      </div>
      <p class="small soft">
        The card is written at Yoto when the first message comes and when all are heard.
      </p>
      {choosing && (
        <IconSheet
          title="A picture for “you have mail”"
          accountId={accountId}
          onChoose={({ id }) => onChange({ ...rest, icon: id })}
          onClose={() => setChoosing(false)}
        />
      )}
    </div>
  );
}

function OtherwiseField<Rule extends { otherwise: string }>({
  label,
  rule,
  known,
  onChange,
}: {
  label: string;
  rule: Rule;
  known: KnownPieces;
  onChange: (rule: Rule, learned?: readonly Piece[]) => void;
}) {
  const [choosing, setChoosing] = useState(false);
  const [piece] = rule.otherwise === "" ? [] : piecesOf([rule.otherwise], known);
  return (
    <div class="field">
      <p class="field-name">{label}</p>
      <Button icon="audio" onClick={() => setChoosing(true)}>
        {piece === undefined ? "Choose a recording …" : piece.title}
      </Button>
      {piece === undefined && <p class="small soft">Nothing chosen: a voice says that there is nothing.</p>}
      {choosing && (
        <ChoosePiecesSheet
          one
          onClose={() => setChoosing(false)}
          onChoose={(chosen) => {
            setChoosing(false);
            const [first] = chosen;
            if (first) onChange({ ...rule, otherwise: first.id }, chosen);
          }}
        />
      )}
    </div>
  );
}
