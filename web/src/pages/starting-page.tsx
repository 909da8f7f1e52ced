import { useEffect } from "preact/hooks";
import { sessionFailure, startSession } from "../stores/session.ts";
import { FailureBanner } from "../ui/banner.tsx";
import { Button } from "../ui/button.tsx";
import { Door } from "./door.tsx";

const againMs = 5_000;

/** Before the server has said who is looking, and when it says nothing; then it is asked again and again. */
export function StartingPage() {
  const failure = sessionFailure.value;
  useEffect(() => {
    if (failure === undefined) return;
    const timer = setTimeout(() => void startSession(), againMs);
    return () => clearTimeout(timer);
  }, [failure]);
  if (failure === undefined)
    return (
      <main class="starting">
        <span class="spinner" aria-hidden="true" />
        <span class="unseen" role="status">
          Starting
        </span>
      </main>
    );
  return (
    <Door title="No answer">
      <FailureBanner failure={failure} />
      <Button look="main" icon="undo" onClick={() => void startSession()}>
        Try again
      </Button>
    </Door>
  );
}
