import { useEffect } from "preact/hooks";
import { onLive } from "../api/live.ts";
import type { Resource } from "./resource.ts";

/** Asks for what a page shows, and anew whenever the server tells of a change of its kind, or was away meanwhile. */
export function useLive(resource: Resource<unknown>, of: "cards" | "streams"): void {
  useEffect(() => {
    resource.need();
    const ends = [onLive(of, resource.refresh), onLive("hello", resource.refresh)];
    return () => {
      for (const end of ends) end();
    };
  }, [resource, of]);
}
