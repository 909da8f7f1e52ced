import { useEffect } from "preact/hooks";
import { isAdmin } from "../stores/session.ts";
import { changeSettings, settings } from "../stores/settings.ts";
import { showFailure } from "../stores/toasts.ts";
import { Switch } from "../ui/switch.tsx";

const listeners = {
  elevenlabs: "ElevenLabs",
  aws: "Amazon Transcribe",
  "sherpa-onnx": "a model on this server",
};

/** Whether files are kept as they came, and who listens to them. For admins. */
export function RecordingsSection() {
  useEffect(settings.need, []);
  const { keepOriginals: kept, features } = settings.value.value ?? {};
  if (!isAdmin.value || kept === undefined) return null;
  const change = async (keepOriginals: boolean) => {
    try {
      await changeSettings({ keepOriginals });
    } catch (thrown) {
      showFailure(thrown);
      settings.refresh();
    }
  };
  return (
    <section class="panel" aria-labelledby="recordings-title">
      <h2 id="recordings-title">Recordings</h2>
      <Switch
        label="Keep the original files"
        hint="They take room beside what players play, and can be downloaded or used to make a recording once more. For all that comes in from now on."
        on={kept}
        onChange={(on) => void change(on)}
      />
      <p class="small soft">
        {features?.transcriber === undefined
          ? "Nobody is set up to write down what is said in recordings; docs/making.md tells how (TRANSCRIBER)."
          : `What is said in recordings is written down by ${listeners[features.transcriber]}, where you ask for it.`}
      </p>
    </section>
  );
}
