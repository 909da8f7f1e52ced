import { useEffect } from "preact/hooks";
import { PageTitle } from "../shell/page-title.tsx";
import { needPlayers } from "../stores/players.ts";
import { HistoryParts } from "./history-parts.tsx";
import { HistoryView } from "./history-view.tsx";

/** What happened in the whole house. */
export function HistoryPage() {
  useEffect(needPlayers, []);
  return (
    <>
      <PageTitle title="History" parts={<HistoryParts here="/history" />} />
      <HistoryView />
    </>
  );
}
