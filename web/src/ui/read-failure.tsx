import { useEffect, useRef } from "preact/hooks";
import type { ApiFailure } from "../api/api-failure.ts";
import { onBack } from "../api/live.ts";
import { FailureBanner } from "./banner.tsx";
import { Button, LinkButton } from "./button.tsx";
import { EmptyState } from "./empty-state.tsx";
import type { IconName } from "./icon.tsx";

/** What is said where one thing is asked for that is not there, and where one goes on. */
type Gone = { readonly icon: IconName; readonly title: string; readonly href: string; readonly goOn: string };
type Props = { failure: ApiFailure | undefined; again: () => unknown; gone?: Gone };

/** Why something could not be read, with the way to ask again; once the server is back, that is done by itself. */
export function ReadFailure({ failure, again, gone }: Props) {
  const latest = useRef(again);
  latest.current = again;
  const isAway = failure !== undefined;
  useEffect(() => (isAway ? onBack(() => void latest.current()) : undefined), [isAway]);
  if (failure === undefined) return null;
  // What is gone stays gone.
  const isGone = failure.status === 404;
  if (isGone && gone !== undefined)
    return (
      <EmptyState
        icon={gone.icon}
        title={gone.title}
        action={<LinkButton href={gone.href}>{gone.goOn}</LinkButton>}
      >
        Somebody may have deleted it, or the link is old.
      </EmptyState>
    );
  return (
    <FailureBanner
      failure={failure}
      actions={!isGone && <Button onClick={() => void again()}>Try again</Button>}
    />
  );
}
