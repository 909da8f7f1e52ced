import { useState } from "preact/hooks";
import type { Player } from "../../../src/http/schema/player.ts";
import type { SettingChange } from "../../../src/http/schema/player-settings.ts";
import { serverNowMs } from "../api/server-clock.ts";
import { settingsOf, undoChange } from "../stores/player-settings.ts";
import { FailureBanner } from "../ui/banner.tsx";
import { Button } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { momentWords } from "../ui/words.ts";
import { changedWords } from "./setting-words.ts";
import "./changes-part.css";

/** Who changed what, newest first, each with the way back. */
export function ChangesPart({ player }: { player: Player }) {
  const { changes } = settingsOf(player.id);
  changes.need();
  const items = changes.items.value;
  return (
    <div class="narrow-page">
      {changes.failure.value && <FailureBanner failure={changes.failure.value} />}
      {items === undefined && !changes.failure.value && (
        <Skeleton kind="row" count={3} label="Asking for the changes" />
      )}
      {items?.length === 0 && (
        <EmptyState icon="undo" title="Nothing was changed yet">
          What somebody changes here stands in this list for a year and can be taken back. Changes made in
          Yoto's app are not in it.
        </EmptyState>
      )}
      {items !== undefined && items.length > 0 && (
        <ul class="panel changes">
          {items.map((change) => (
            <ChangeLine key={change.id} playerId={player.id} change={change} />
          ))}
        </ul>
      )}
      {changes.hasMore.value && <Button onClick={() => void changes.more()}>Earlier changes</Button>}
    </div>
  );
}

function ChangeLine({ playerId, change }: { playerId: string; change: SettingChange }) {
  const [busy, setBusy] = useState(false);
  const undone = change.undoneBy !== undefined;
  const undo = async () => {
    setBusy(true);
    await undoChange(playerId, change.id);
    setBusy(false);
  };
  return (
    <li class={undone ? "change change-undone" : "change"}>
      <div class="panel-words">
        {change.changed.map((each) => (
          <p key={each.what}>{changedWords(each)}</p>
        ))}
        <span class="small soft">
          {change.by}, {momentWords(change.atMs, serverNowMs())}
          {change.undoes === undefined ? "" : ", taken back"}
          {undone ? " (taken back)" : ""}
        </span>
      </div>
      {!undone && (
        <Button icon="undo" busy={busy} onClick={() => void undo()}>
          Undo
        </Button>
      )}
    </li>
  );
}
