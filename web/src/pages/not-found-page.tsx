import { PageTitle } from "../shell/page-title.tsx";
import { LinkButton } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";

/** For addresses that lead nowhere. */
export function NotFoundPage() {
  return (
    <>
      <PageTitle title="Not here" />
      <EmptyState
        icon="search"
        title="There is no page at this address"
        action={
          <LinkButton look="main" href="/">
            To the players
          </LinkButton>
        }
      >
        The link may be old, or what it pointed to was deleted.
      </EmptyState>
    </>
  );
}
