import { useEffect } from "preact/hooks";
import { ApiFailure } from "../api/api-failure.ts";
import { isAdmin } from "../stores/session.ts";
import { changeSettings, settings } from "../stores/settings.ts";
import { showToast } from "../stores/toasts.ts";
import { Switch } from "../ui/switch.tsx";

/** Whether files are kept as they came. For admins. */
export function RecordingsSection() {
  useEffect(settings.need, []);
  const kept = settings.value.value?.keepOriginals;
  if (!isAdmin.value || kept === undefined) return null;
  const change = async (keepOriginals: boolean) => {
    try {
      await changeSettings({ keepOriginals });
    } catch (thrown) {
      showToast({ tone: "bad", text: ApiFailure.of(thrown).message });
      settings.refresh();
    }
  };
  return (
    <section class="panel" aria-labelledby="recordings-title">
      <h2 id="recordings-title">Recordings</h2>
      <Switch
        label="Keep the original files"
        hint="They take room beside what players play, and can be downloaded or used to make a recording once more. For what is uploaded from now on."
        on={kept}
        onChange={(on) => void change(on)}
      />
    </section>
  );
}
