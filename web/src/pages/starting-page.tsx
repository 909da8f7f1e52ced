import { loadSession, sessionFailure } from "../stores/session.ts";
import { FailureBanner } from "../ui/banner.tsx";
import { Button } from "../ui/button.tsx";
import { Door } from "./door.tsx";

/** Before the server has said who is looking, and when it says nothing. */
export function StartingPage() {
  if (sessionFailure.value === undefined)
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
      <FailureBanner failure={sessionFailure.value} />
      <Button look="main" icon="undo" onClick={() => void loadSession()}>
        Try again
      </Button>
    </Door>
  );
}
