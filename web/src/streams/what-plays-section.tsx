import { useEffect, useState } from "preact/hooks";
import type { Stream, StreamExplanation } from "../../../src/http/schema/stream.ts";
import { ApiFailure } from "../api/api-failure.ts";
import { onLive } from "../api/live.ts";
import { needPlayers, players } from "../stores/players.ts";
import { explainStream } from "../stores/streams.ts";
import { FailureBanner } from "../ui/banner.tsx";
import { ChoiceField } from "../ui/choice-field.tsx";
import { Field } from "../ui/field.tsx";
import { clockOf } from "../ui/words.ts";
import { inWords } from "./in-words.ts";

const moments = [
  { value: "now", name: "Now" },
  { value: "19:30", name: "At 19:30" },
  { value: "tomorrow 7:30", name: "Tomorrow 7:30" },
  { value: "", name: "Another moment" },
] as const;

/** “What would play now, tomorrow at 7:30, on Bedroom?”, answered in words with the reason. */
export function WhatPlaysSection({ stream }: { stream: Stream }) {
  useEffect(needPlayers, []);
  const [moment, setMoment] = useState<string>("now");
  const [words, setWords] = useState("sat 9:00");
  const [on, setOn] = useState("");
  const [told, setTold] = useState<StreamExplanation>();
  const [failure, setFailure] = useState<ApiFailure>();
  const at = moment === "" ? words.trim() : moment;
  const { id, changedAtMs } = stream;
  const [changes, setChanges] = useState(0);
  useEffect(() => onLive("streams", () => setChanges((count) => count + 1)), []);
  useEffect(() => {
    if (at === "") return;
    let gone = false;
    const timer = setTimeout(
      () =>
        explainStream(id, { at, ...(on !== "" && { on }) }).then(
          (answer) => {
            if (gone) return;
            setTold(answer);
            setFailure(undefined);
          },
          (thrown: unknown) => {
            if (!gone) setFailure(ApiFailure.of(thrown));
          },
        ),
      moment === "" ? 400 : 0,
    );
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [id, at, on, moment, changedAtMs, changes]);
  const all = players.value ?? [];
  return (
    <section class="panel stack" aria-labelledby="what-plays">
      <h2 id="what-plays">What would play?</h2>
      <div class="asked">
        <ChoiceField label="When" value={moment} choices={moments} onChange={setMoment} />
        {all.length > 1 && (
          <ChoiceField
            label="On"
            value={on}
            choices={[
              { value: "", name: "Who listened last" },
              ...all.map(({ id: value, name }) => ({ value, name })),
            ]}
            onChange={setOn}
          />
        )}
      </div>
      {moment === "" && (
        <Field
          label="Which moment"
          hint="For example: 18:15, tomorrow 7:30, sat 9:00, 2026-12-24 18:00"
          value={words}
          maxLength={60}
          plain
          onInput={setWords}
        />
      )}
      {failure && <FailureBanner failure={failure} />}
      {told && !failure && (
        <div class="stack-close" aria-live="polite">
          <p class="small soft">
            At {told.at}
            {told.player && ` on ${told.player.name}`}
            {told.timeZoneIs === "the player's" && ` by the player's own clock (${told.timeZone})`}, if
            somebody began to listen then:
          </p>
          <ul class="answers">
            {told.slots.map(({ slot, sentence, fromSeconds }) => (
              <li key={slot}>
                {inWords(sentence, told.slots.length)}
                {fromSeconds !== undefined && ` It goes on from ${clockOf(fromSeconds)}.`}
              </li>
            ))}
          </ul>
        </div>
      )}
    </section>
  );
}
