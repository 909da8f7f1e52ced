import { useEffect } from "preact/hooks";
import { PageTitle } from "../shell/page-title.tsx";
import { needPlayers } from "../stores/players.ts";
import { isAdmin } from "../stores/session.ts";
import { LinkButton } from "../ui/button.tsx";
import { HistoryView } from "./history-view.tsx";

/** What happened in the whole house. */
export function HistoryPage() {
  useEffect(needPlayers, []);
  return (
    <>
      <PageTitle title="History">
        <LinkButton href="/statistics">Statistics</LinkButton>
        {isAdmin.value && <LinkButton href="/analyzer">Analyzer</LinkButton>}
      </PageTitle>
      <HistoryView />
    </>
  );
}
