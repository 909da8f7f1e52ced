import { useState } from "preact/hooks";
import type { Player } from "../../../src/http/schema/player.ts";
import type { Alarm } from "../../../src/http/schema/player-settings.ts";
import { useSubmit } from "../pages/use-submit.ts";
import { cardList } from "../stores/cards.ts";
import { changeSettings } from "../stores/player-settings.ts";
import { FailureBanner } from "../ui/banner.tsx";
import { Button } from "../ui/button.tsx";
import { ChoiceField } from "../ui/choice-field.tsx";
import { Form } from "../ui/form.tsx";
import { Sheet } from "../ui/sheet.tsx";
import { Switch } from "../ui/switch.tsx";
import { TimeField } from "../ui/time-field.tsx";
import { LineSlider } from "./line-slider.tsx";

const week = [
  ["mon", "Mo", "Monday"],
  ["tue", "Tu", "Tuesday"],
  ["wed", "We", "Wednesday"],
  ["thu", "Th", "Thursday"],
  ["fri", "Fr", "Friday"],
  ["sat", "Sa", "Saturday"],
  ["sun", "Su", "Sunday"],
] as const;
type Day = (typeof week)[number][0];

const usualVolume = 6;
/** An alarm sound of Yoto's; these are cards that stand in no library. */
const wakeUpSound = "4OD25";

type AlarmSheetProps = { player: Player; alarm: Alarm | undefined; onClose: () => void };

/** A new alarm, or one that is there: time, days, sound, volume. */
export function AlarmSheet({ player, alarm, onClose }: AlarmSheetProps) {
  cardList.need();
  const [time, setTime] = useState(alarm?.time ?? "07:00");
  const [days, setDays] = useState<readonly Day[]>(alarm?.days ?? ["mon", "tue", "wed", "thu", "fri"]);
  const [sound, setSound] = useState(alarm === undefined ? wakeUpSound : (alarm.soundCardId ?? ""));
  const [volume, setVolume] = useState(alarm?.volumeSteps);
  const { busy, failure, submit } = useSubmit(async () => {
    const asked = {
      time,
      days,
      ...(sound === "" ? (alarm === undefined ? {} : { soundCardId: null }) : { soundCardId: sound }),
      ...(volume === undefined
        ? alarm === undefined
          ? {}
          : { volumeSteps: null }
        : { volumeSteps: volume }),
    };
    if (alarm === undefined) await changeSettings(player.id, "POST", "/alarms", asked);
    else await changeSettings(player.id, "PATCH", pathOf(alarm), asked);
    onClose();
  });
  const removal = useSubmit(async () => {
    if (alarm !== undefined) await changeSettings(player.id, "DELETE", pathOf(alarm));
    onClose();
  });
  const failed = failure ?? removal.failure;
  return (
    <Sheet title={alarm === undefined ? "New alarm" : "Alarm"} onClose={onClose}>
      <Form failure={failure} onSubmit={submit}>
        <TimeField label="Time" field="time" value={time} onChange={setTime} />
        <fieldset class="days" aria-label="Days">
          {week.map(([day, short, name]) => (
            <label key={day} class="day">
              <input
                type="checkbox"
                class="unseen"
                aria-label={name}
                checked={days.includes(day)}
                onChange={() =>
                  setDays(days.includes(day) ? days.filter((each) => each !== day) : [...days, day])
                }
              />
              <span aria-hidden="true">{short}</span>
            </label>
          ))}
        </fieldset>
        <ChoiceField label="Sound" value={sound} choices={soundsFor(player, alarm)} onChange={setSound} />
        <Switch
          label="A volume of its own"
          hint="Without, it rings as loud as the player was left."
          on={volume !== undefined}
          onChange={(on) => setVolume(on ? usualVolume : undefined)}
        />
        {volume !== undefined && (
          <LineSlider
            label="Volume"
            value={volume}
            max={16}
            words={`step ${volume} of 16`}
            onChange={setVolume}
          />
        )}
        {days.length === 0 && <p class="small field-wrong">Choose one day at least.</p>}
        {failed && <FailureBanner failure={failed} />}
        <div class="sheet-actions">
          {alarm !== undefined && (
            <Button
              look="danger"
              icon="trash"
              busy={removal.busy}
              disabled={busy}
              onClick={() => removal.submit()}
            >
              Delete
            </Button>
          )}
          <Button type="submit" look="main" busy={busy} disabled={removal.busy || days.length === 0}>
            Save
          </Button>
        </div>
      </Form>
    </Sheet>
  );
}

const pathOf = ({ id }: Alarm) => `/alarms/${encodeURIComponent(id)}`;

/** The player's own sound, cards of ours, Yoto's alarm sound, and whatever the alarm has now. */
function soundsFor(player: Player, alarm: Alarm | undefined) {
  const ours = (cardList.items.value ?? []).flatMap(({ title, published }) =>
    published?.accountId === player.accountId ? [{ value: published.yotoCardId, name: title }] : [],
  );
  const known = [
    { value: "", name: "The player's own sound" },
    ...ours,
    { value: wakeUpSound, name: "Wake with Jake (Yoto)" },
  ];
  const now = alarm?.soundCardId;
  if (now === undefined || known.some(({ value }) => value === now)) return known;
  return [...known, { value: now, name: alarm?.soundTitle ?? `Card ${now}` }];
}
