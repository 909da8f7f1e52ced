import type { RuleDraft } from "../../../src/http/schema/rule.ts";
import { LineSlider } from "../player/line-slider.tsx";
import { cardList } from "../stores/cards.ts";
import { ChoiceField } from "../ui/choice-field.tsx";
import { Segments } from "../ui/segments.tsx";
import { Swatches } from "../ui/swatches.tsx";
import { Switch } from "../ui/switch.tsx";
import { counted } from "../ui/words.ts";
import { colourOf, hexOf, nightColours } from "./rule-colours.ts";

type Of<Kind extends RuleDraft["kind"]> = Extract<RuleDraft, { kind: Kind }>;
type FieldsProps<Draft> = { draft: Draft; onChange: (draft: Draft) => void };

/** What is special about a kind of rule. */
export function KindFields({ draft, onChange }: FieldsProps<RuleDraft>) {
  switch (draft.kind) {
    case "bedtime":
      return <BedtimeFields draft={draft} onChange={onChange} />;
    case "quiet-hours":
      return <QuietFields draft={draft} onChange={onChange} />;
    case "volume-cap":
      return (
        <Steps
          label="Never louder than"
          value={draft.maxSteps}
          onChange={(maxSteps) => onChange({ ...draft, maxSteps })}
        />
      );
    case "daily-limit":
      return <LimitFields draft={draft} onChange={onChange} />;
    case "play-at":
      return <PlayFields draft={draft} onChange={onChange} />;
  }
}

function BedtimeFields({ draft, onChange }: FieldsProps<Of<"bedtime">>) {
  const { fade, light, ...rest } = draft;
  return (
    <>
      <EndingField value={draft.ending} onChange={(ending) => onChange({ ...draft, ending })} />
      <Switch
        label="Get quieter first"
        on={fade !== undefined}
        onChange={(on) =>
          onChange({ ...rest, ...(light && { light }), ...(on && { fade: { minutes: 15, toSteps: 3 } }) })
        }
      />
      {fade && (
        <>
          <LineSlider
            label="Over"
            value={fade.minutes}
            max={60}
            words={counted(fade.minutes, "minute")}
            onChange={(minutes) => onChange({ ...draft, fade: { ...fade, minutes: Math.max(1, minutes) } })}
          />
          <Steps
            label="Down to"
            value={fade.toSteps}
            onChange={(toSteps) => onChange({ ...draft, fade: { ...fade, toSteps } })}
          />
        </>
      )}
      <Switch
        label="Change the light"
        hint="On players that have one."
        on={light !== undefined}
        onChange={(on) =>
          onChange({ ...rest, ...(fade && { fade }), ...(on && { light: colourOf(nightColours[0].colour) }) })
        }
      />
      {light && (
        <Swatches
          label="Light at bedtime"
          colours={nightColours}
          value={hexOf(light)}
          onChoose={(colour) => onChange({ ...draft, light: colourOf(colour) })}
        />
      )}
    </>
  );
}

function QuietFields({ draft, onChange }: FieldsProps<Of<"quiet-hours">>) {
  cardList.need();
  const { reaction } = draft;
  const cards = (cardList.items.value ?? []).flatMap(({ title, published }) =>
    published === undefined ? [] : [{ id: published.yotoCardId, title }],
  );
  return (
    <>
      <Segments
        label="A card that is put in"
        labelled
        value={reaction.do}
        choices={[
          { value: "stop", name: "is stopped" },
          { value: "lower", name: "is turned down" },
        ]}
        onChange={(what) =>
          onChange({ ...draft, reaction: what === "stop" ? { do: "stop" } : { do: "lower", toSteps: 4 } })
        }
      />
      {reaction.do === "lower" && (
        <Steps
          label="Down to"
          value={reaction.toSteps}
          onChange={(toSteps) => onChange({ ...draft, reaction: { do: "lower", toSteps } })}
        />
      )}
      {cards.length > 0 && (
        <fieldset class="rule-choices">
          <legend>Cards that may be heard all the same</legend>
          {cards.map(({ id, title }) => (
            <label key={id} class="rule-choice">
              <input
                type="checkbox"
                checked={draft.allowed.includes(id)}
                onChange={() =>
                  onChange({
                    ...draft,
                    allowed: draft.allowed.includes(id)
                      ? draft.allowed.filter((each) => each !== id)
                      : [...draft.allowed, id],
                  })
                }
              />
              <span class="one-line">{title}</span>
            </label>
          ))}
        </fieldset>
      )}
    </>
  );
}

function LimitFields({ draft, onChange }: FieldsProps<Of<"daily-limit">>) {
  const { warn, ...rest } = draft;
  return (
    <>
      <LineSlider
        label="Each day"
        value={draft.minutes / 5}
        max={60}
        words={counted(draft.minutes, "minute")}
        onChange={(fives) => onChange({ ...draft, minutes: Math.max(5, fives * 5) })}
      />
      <EndingField value={draft.ending} onChange={(ending) => onChange({ ...draft, ending })} />
      <Switch
        label="Warn by light"
        hint="Five minutes before, on players that have a light."
        on={warn !== undefined}
        onChange={(on) =>
          onChange(
            on ? { ...rest, warn: { minutesBefore: 5, light: { red: 255, green: 80, blue: 0 } } } : rest,
          )
        }
      />
    </>
  );
}

function PlayFields({ draft, onChange }: FieldsProps<Of<"play-at">>) {
  cardList.need();
  const { volumePercent, ...rest } = draft;
  const cards = (cardList.items.value ?? []).flatMap(({ title, published }) =>
    published === undefined ? [] : [{ value: published.yotoCardId, name: title }],
  );
  const now = draft.yotoCardId;
  const known = now === "" || cards.some(({ value }) => value === now);
  const choices = [
    ...(now === "" ? [{ value: "", name: "Choose a card …" }] : []),
    ...cards,
    ...(known ? [] : [{ value: now, name: `Card ${now}` }]),
  ];
  return (
    <>
      <ChoiceField
        label="Card"
        value={now}
        choices={choices}
        onChange={(yotoCardId) => onChange({ ...draft, yotoCardId })}
      />
      <Switch
        label="A volume of its own"
        on={volumePercent !== undefined}
        onChange={(on) => onChange(on ? { ...rest, volumePercent: 30 } : rest)}
      />
      {volumePercent !== undefined && (
        <LineSlider
          label="Volume"
          value={volumePercent}
          max={100}
          words={`${volumePercent} %`}
          onChange={(value) => onChange({ ...rest, volumePercent: value })}
        />
      )}
      <Switch
        label="Also when something else plays"
        on={draft.interrupt}
        onChange={(interrupt) => onChange({ ...draft, interrupt })}
      />
    </>
  );
}

function EndingField(props: {
  value: Of<"bedtime">["ending"];
  onChange: (value: Of<"bedtime">["ending"]) => void;
}) {
  return (
    <Segments
      label="How it ends"
      labelled
      value={props.value}
      choices={[
        { value: "after-the-track", name: "After the track" },
        { value: "at-once", name: "At once" },
      ]}
      onChange={props.onChange}
    />
  );
}

function Steps({
  label,
  value,
  onChange,
}: {
  label: string;
  value: number;
  onChange: (value: number) => void;
}) {
  return <LineSlider label={label} value={value} max={16} words={`${value} of 16`} onChange={onChange} />;
}
