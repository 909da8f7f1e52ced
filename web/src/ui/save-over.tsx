import type { ApiFailure } from "../api/api-failure.ts";
import { useSubmit } from "../pages/use-submit.ts";
import { Banner, FailureBanner } from "./banner.tsx";
import { Button } from "./button.tsx";

/** What {@link useSaveOver} gives. */
export type SavingOver = {
  readonly busy: boolean;
  readonly failure: ApiFailure | undefined;
  readonly submit: (event?: Event) => void;
  readonly insist: () => void;
};

/**
 * The way to the server for what somebody else may have changed while it was edited: refused at first, done if one insists.
 * `save` may throw.
 */
export function useSaveOver(save: (overAnothers: boolean) => Promise<void>): SavingOver {
  const asking = useSubmit(() => save(false));
  const insisting = useSubmit(() => save(true));
  return {
    busy: asking.busy || insisting.busy,
    failure: insisting.failure ?? asking.failure,
    submit: asking.submit,
    insist: insisting.submit,
  };
}

/** Why it was not saved. Of another's change one can choose: what was typed stays until then. */
export function SaveOverFailure({ saving }: { saving: SavingOver }) {
  const { failure, busy, insist } = saving;
  if (failure === undefined) return null;
  if (failure.code !== "changed-meanwhile") return <FailureBanner failure={failure} />;
  return (
    <Banner
      tone="bad"
      actions={
        <Button busy={busy} onClick={insist}>
          Save mine all the same
        </Button>
      }
    >
      <p class="banner-message">Somebody changed it meanwhile.</p>
      <p class="small">
        What you typed is still here, and not saved yet. Leave without saving to see theirs.
      </p>
    </Banner>
  );
}
