/** What we need of the browser's Navigation API, which not every one has. */
type Navigation = EventTarget & { readonly currentEntry: { readonly index: number } | null };
type Navigate = Event & { readonly navigationType: string; readonly destination: { readonly index: number } };

/**
 * Does something else when somebody goes back: the page stays, once; whoever insists leaves. Where the browser does not tell beforehand,
 * it is left as ever. Answers how to end it.
 * @see https://developer.mozilla.org/en-US/docs/Web/API/Navigation/navigate_event
 */
export function onWayBack(instead: () => void): () => void {
  const { navigation } = window as { readonly navigation?: Navigation };
  const going = (event: Event) => {
    const { navigationType, destination, cancelable } = event as Navigate;
    const isBack =
      navigationType === "traverse" && destination.index < (navigation?.currentEntry?.index ?? 0);
    if (!isBack || !cancelable) return;
    event.preventDefault();
    instead();
  };
  navigation?.addEventListener("navigate", going);
  return () => navigation?.removeEventListener("navigate", going);
}
