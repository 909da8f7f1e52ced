import { useState } from "preact/hooks";
import { ApiFailure } from "../api/api-failure.ts";

/** A form's way to the server: busy while it is under way, and what was refused. `send` may throw. */
export function useSubmit(send: () => Promise<void>) {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ApiFailure>();
  const submit = async (event?: Event) => {
    event?.preventDefault();
    if (busy) return;
    setBusy(true);
    setFailure(undefined);
    try {
      await send();
    } catch (thrown) {
      setFailure(ApiFailure.of(thrown));
    } finally {
      setBusy(false);
    }
  };
  return { busy, failure, submit: (event?: Event) => void submit(event) };
}
