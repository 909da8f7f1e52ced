import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Card } from "../../../src/http/schema/card.ts";
import { WillItPlay } from "../checks/will-it-play.tsx";
import { showFailure } from "../stores/toasts.ts";
import { needYotoAccounts, yotoAccounts } from "../stores/yoto-accounts.ts";
import { Button } from "../ui/button.tsx";

type SheetProps = { card: Card; accountId: string; onClose: () => void };

// Each is read when it is opened for the first time.
const sheets = {
  cover: () => import("./cover-sheet.tsx").then(({ CoverSheet }) => CoverSheet),
  icons: () => import("./chapter-icons-sheet.tsx").then(({ ChapterIconsSheet }) => ChapterIconsSheet),
};

/** Buttons that change how a card looks. Nothing while no family is linked: pictures are kept by Yoto. */
export function CardLooks({ card }: { card: Card }) {
  const [open, setOpen] = useState<{ readonly Sheet: ComponentType<SheetProps> }>();
  useEffect(needYotoAccounts, []);
  const accountId = card.published?.accountId ?? yotoAccounts.value?.[0]?.id;
  if (accountId === undefined) return null;
  const show = async (which: keyof typeof sheets) => {
    try {
      setOpen({ Sheet: await sheets[which]() });
    } catch (thrown) {
      showFailure(thrown);
    }
  };
  return (
    <div class="card-looks">
      <Button icon="picture" aria-haspopup="dialog" onClick={() => void show("cover")}>
        Cover…
      </Button>
      <Button icon="pencil" aria-haspopup="dialog" onClick={() => void show("icons")}>
        Icons…
      </Button>
      <WillItPlay path={`/api/cards/${encodeURIComponent(card.id)}/check`} />
      {open && <open.Sheet card={card} accountId={accountId} onClose={() => setOpen(undefined)} />}
    </div>
  );
}
