import { useEffect, useRef } from "preact/hooks";
import { isNotAllowed } from "../stores/not-allowed.ts";
import { needYotoAccounts, yotoAccounts } from "../stores/yoto-accounts.ts";
import { Banner } from "../ui/banner.tsx";
import { LinkButton } from "../ui/button.tsx";

/** Why what is shown of players may not be true: a family that must be linked again, or Yoto that is away. */
export function YotoTrouble() {
  useEffect(needYotoAccounts, []);
  const accounts = yotoAccounts.value ?? [];
  const broken = accounts.find(({ state }) => state === "link-again");
  const unheard = accounts.find(isNotAllowed);
  const isAway = useIsAway(
    accounts.filter((each) => !isNotAllowed(each)).map(({ listener }) => listener.state),
  );
  if (broken !== undefined)
    return (
      <Banner tone="warn" actions={<LinkButton href="/settings">Link again</LinkButton>}>
        <p class="banner-message">
          Yoto no longer accepts our sign-in{broken.name ? ` for ${broken.name}` : ""}.
        </p>
        <p class="small">What is shown of its players may be old until the family is linked again.</p>
      </Banner>
    );
  if (unheard !== undefined)
    return (
      <Banner tone="warn" actions={<LinkButton href="/settings">Link again</LinkButton>}>
        <p class="banner-message">
          The link to Yoto{unheard.name ? ` for ${unheard.name}` : ""} does not allow live updates and
          steering.
        </p>
        <p class="small">Link the family again and allow everything that is asked for.</p>
      </Banner>
    );
  if (!isAway) return null;
  return (
    <Banner tone="warn">
      <p class="banner-message">Yoto cannot be reached at the moment.</p>
      <p class="small">
        What is shown of players may be old, and they may not hear what you press here. We keep trying by
        ourselves.
      </p>
    </Banner>
  );
}

/** From the first vain try until there is a connection: tries in between say nothing new. */
function useIsAway(states: readonly string[]): boolean {
  const away = useRef(false);
  if (states.includes("unavailable")) away.current = true;
  else if (!states.includes("connecting")) away.current = false;
  return away.current;
}
