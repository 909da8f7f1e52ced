import { useEffect, useState } from "preact/hooks";
import { isAdmin } from "../stores/session.ts";
import { changeSettings, settings } from "../stores/settings.ts";
import { tickingNowMs } from "../stores/ticker.ts";
import { showFailure, showToast } from "../stores/toasts.ts";
import { Button } from "../ui/button.tsx";
import { ChoiceField } from "../ui/choice-field.tsx";

const wordsOf = (zone: string) => zone.replaceAll("_", " ");

/** Where the house is: by this clock the rules of the house and its days go. */
export function HouseSection() {
  useEffect(settings.need, []);
  const [wanted, setWanted] = useState<string>();
  const zone = settings.value.value?.timeZone;
  if (zone === undefined) return null;
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const zones = new Set([...Intl.supportedValuesOf("timeZone"), here, zone]);
  const choose = async (timeZone: string) => {
    setWanted(timeZone);
    try {
      await changeSettings({ timeZone });
      showToast({ tone: "good", text: `The house is in ${wordsOf(timeZone)}` }, 3000);
    } catch (thrown) {
      showFailure(thrown);
    } finally {
      setWanted(undefined);
    }
  };
  return (
    <section class="panel" aria-labelledby="house-title">
      <div class="stack-close">
        <h2 id="house-title">The house</h2>
        <p class="small soft">
          House rules and days go by its clock, unless a player has one of its own. It is{" "}
          <span class="numbers">{timeIn(zone)}</span> there.
        </p>
      </div>
      {isAdmin.value ? (
        <ChoiceField
          label="Time zone"
          value={wanted ?? zone}
          choices={[...zones].toSorted().map((name) => ({ value: name, name: wordsOf(name) }))}
          onChange={(name) => void choose(name)}
        />
      ) : (
        <p>Time zone: {wordsOf(zone)}</p>
      )}
      {isAdmin.value && here !== zone && (
        <div class="row">
          <Button icon="clock" busy={wanted !== undefined} onClick={() => void choose(here)}>
            As on this device: {wordsOf(here)}
          </Button>
        </div>
      )}
    </section>
  );
}

function timeIn(timeZone: string): string {
  return new Date(tickingNowMs.value).toLocaleTimeString(undefined, {
    timeZone,
    hour: "2-digit",
    minute: "2-digit",
  });
}
