import type { ComponentType } from "preact";
import { useEffect } from "preact/hooks";
import { lazy } from "preact-iso";
import { liveState } from "../api/live.ts";
import { Banner } from "../ui/banner.tsx";
import { Button } from "../ui/button.tsx";
import { PageTitle } from "./page-title.tsx";

/**
 * A page whose code is read when it is opened for the first time. Where that fails, because the server is away or was
 * renewed, it says so; the whole app is read anew on demand, and by itself once the server is back.
 */
export function lazyPage(read: () => Promise<ComponentType>) {
  return lazy(() => read().catch(notRead));
}

function notRead(): ComponentType {
  // Beyond one showing: who goes elsewhere and returns when the server is back shall find the page.
  let wasAway = false;
  return function NotRead() {
    useEffect(
      () =>
        liveState.subscribe((state) => {
          if (state === "reconnecting") wasAway = true;
          else if (state === "live" && wasAway) location.reload();
        }),
      [],
    );
    const isLive = liveState.value === "live";
    return (
      <>
        <PageTitle title="Not loaded" />
        <Banner
          tone="bad"
          actions={isLive && <Button onClick={() => location.reload()}>Load it again</Button>}
        >
          <p class="banner-message">This page did not come through from your server.</p>
          <p class="small">
            {isLive
              ? "The server may have been renewed meanwhile."
              : "Once it is back, the page comes by itself."}
          </p>
        </Banner>
      </>
    );
  };
}
