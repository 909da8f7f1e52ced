import { Parts } from "../shell/parts.tsx";
import { isAdmin } from "../stores/session.ts";

const history = { path: "/history", name: "History" };
const statistics = { path: "/statistics", name: "Statistics" };
const analyzer = { path: "/analyzer", name: "Analyzer" };

/** What happened, in sentences, in figures, and (for admins) as it came. */
export function HistoryParts({ here }: { here: string }) {
  const parts = isAdmin.value ? [history, statistics, analyzer] : [history, statistics];
  return <Parts label="History and statistics" parts={parts} here={here} />;
}
