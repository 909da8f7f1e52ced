import { dismissTrouble, troubles } from "../stores/orders.ts";
import { Banner } from "../ui/banner.tsx";
import { Button } from "../ui/button.tsx";

/** What went wrong with the last thing asked of this player. */
export function PlayerTrouble({ playerId }: { playerId: string }) {
  const trouble = troubles.value.get(playerId);
  if (trouble === undefined) return null;
  return (
    <Banner
      tone="bad"
      actions={
        <>
          <Button look="quiet" onClick={() => dismissTrouble(playerId)}>
            Close
          </Button>
          <Button look="danger" onClick={trouble.again}>
            Try again
          </Button>
        </>
      }
    >
      <p class="banner-message">{trouble.message}</p>
      {trouble.hint && <p class="small">{trouble.hint}</p>}
    </Banner>
  );
}
