import { useEffect } from "preact/hooks";
import { settings } from "../stores/settings.ts";
import { keepingOriginals } from "../stores/uploads.ts";
import { Switch } from "../ui/switch.tsx";

/** For this visit: whether files that are chosen from now on are kept as they are, too. */
export function KeepOriginals() {
  useEffect(settings.need, []);
  const usual = settings.value.value?.keepOriginals;
  if (usual === undefined) return null;
  return (
    <Switch
      label="Keep the original files too"
      hint="For the files you choose next."
      on={keepingOriginals.value ?? usual}
      onChange={(on) => {
        keepingOriginals.value = on;
      }}
    />
  );
}
