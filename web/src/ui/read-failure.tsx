import { useEffect, useRef } from "preact/hooks";
import type { ApiFailure } from "../api/api-failure.ts";
import { onBack } from "../api/live.ts";
import { FailureBanner } from "./banner.tsx";
import { Button } from "./button.tsx";

type Props = { failure: ApiFailure | undefined; again: () => unknown };

/** Why something could not be read, with the way to ask again; once the server is back, that is done by itself. */
export function ReadFailure({ failure, again }: Props) {
  const latest = useRef(again);
  latest.current = again;
  const isAway = failure !== undefined;
  useEffect(() => (isAway ? onBack(() => void latest.current()) : undefined), [isAway]);
  if (failure === undefined) return null;
  return (
    <FailureBanner
      failure={failure}
      // What is gone stays gone.
      actions={failure.status !== 404 && <Button onClick={() => void again()}>Try again</Button>}
    />
  );
}
