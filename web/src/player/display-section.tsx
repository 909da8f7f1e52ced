import { useState } from "preact/hooks";
import type { Icon as IconItem } from "../../../src/http/schema/icon.ts";
import type { Player } from "../../../src/http/schema/player.ts";
import { SearchField } from "../library/search-field.tsx";
import { iconsOf } from "../stores/icons.ts";
import { order } from "../stores/orders.ts";
import { FailureBanner } from "../ui/banner.tsx";
import { Button } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { Segments } from "../ui/segments.tsx";
import { Sheet } from "../ui/sheet.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import "./display-section.css";

const times = [
  { value: "10", name: "10 s" },
  { value: "30", name: "30 s" },
  { value: "300", name: "5 min" },
] as const;

/** Shows a picture on the player's display for a while. */
export function DisplaySection({ player }: { player: Player }) {
  const [open, setOpen] = useState(false);
  return (
    <section class="panel" aria-labelledby="display-title">
      <div class="section-head">
        <div class="panel-words">
          <h2 id="display-title">Display</h2>
          <p class="small soft">Show a picture of 16 × 16 dots for a while: a hello, a hint, a moon.</p>
        </div>
        <Button icon="picture" disabled={!player.online} aria-haspopup="dialog" onClick={() => setOpen(true)}>
          Show a picture…
        </Button>
      </div>
      {open && <IconSheet player={player} onClose={() => setOpen(false)} />}
    </section>
  );
}

function IconSheet({ player, onClose }: { player: Player; onClose: () => void }) {
  const icons = iconsOf(player.accountId);
  const [words, setWords] = useState("");
  const [seconds, setSeconds] = useState<(typeof times)[number]["value"]>("10");
  icons.need();
  const found = icons.items.value;
  const show = (icon: IconItem) => {
    void order(player, { action: "show-icon", iconId: icon.id, seconds: Number(seconds) });
    onClose();
  };
  return (
    <Sheet title={`A picture for ${player.name}`} onClose={onClose}>
      <SearchField
        label="Search the pictures"
        words={words}
        onSearch={(text) => {
          setWords(text);
          icons.search(text);
        }}
      />
      <Segments label="For how long" value={seconds} choices={times} onChange={setSeconds} />
      {icons.failure.value && <FailureBanner failure={icons.failure.value} />}
      {found === undefined && !icons.failure.value && (
        <Skeleton kind="row" count={3} label="Asking for the pictures" />
      )}
      {found?.length === 0 && (
        <EmptyState icon="search" title="No such picture">
          Try another word; Yoto's pictures have English names.
        </EmptyState>
      )}
      <ul class="icon-grid">
        {found?.map((icon) => (
          <li key={icon.id}>
            <button
              type="button"
              class="icon-tile"
              title={icon.title ?? ""}
              aria-label={`Show ${icon.title ?? "this picture"}`}
              onClick={() => show(icon)}
            >
              <img src={icon.pictureUrl} alt="" loading="lazy" width="16" height="16" />
            </button>
          </li>
        ))}
      </ul>
      {icons.hasMore.value && (
        <Button busy={icons.busy.value} onClick={() => void icons.more()}>
          More pictures
        </Button>
      )}
    </Sheet>
  );
}
