import { useState } from "preact/hooks";
import type { Icon } from "../../../src/http/schema/icon.ts";
import { SearchField } from "../library/search-field.tsx";
import { iconsOf, ownIconsOf } from "../stores/icons.ts";
import { FailureBanner } from "../ui/banner.tsx";
import { Button } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { Segments } from "../ui/segments.tsx";
import { Sheet } from "../ui/sheet.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { IconMaker } from "./icon-maker.tsx";
import "./icon-sheet.css";

type Props = { title: string; accountId: string; onChoose: (icon: Icon) => void; onClose: () => void };

const shelves = [
  { value: "yoto", name: "Yoto’s" },
  { value: "own", name: "Our own" },
  { value: "make", name: "Make one" },
] as const;

/** Chooses one of Yoto's icons or the family's own, or makes one. */
export function IconSheet({ title, accountId, onChoose, onClose }: Props) {
  const [shelf, setShelf] = useState<(typeof shelves)[number]["value"]>("yoto");
  const choose = (icon: Icon) => {
    onChoose(icon);
    onClose();
  };
  return (
    <Sheet title={title} onClose={onClose}>
      <Segments label="Which icons" value={shelf} choices={shelves} onChange={setShelf} />
      {shelf === "make" ? (
        <IconMaker accountId={accountId} onMade={choose} />
      ) : (
        <IconShelf key={shelf} accountId={accountId} own={shelf === "own"} onChoose={choose} />
      )}
    </Sheet>
  );
}

function IconShelf(props: { accountId: string; own: boolean; onChoose: (icon: Icon) => void }) {
  const { accountId, own, onChoose } = props;
  const icons = own ? ownIconsOf(accountId) : iconsOf(accountId);
  const [words, setWords] = useState("");
  icons.need();
  const found = icons.items.value;
  return (
    <>
      <SearchField
        label="Search the icons"
        words={words}
        onSearch={(text) => {
          setWords(text);
          icons.search(text);
        }}
      />
      {icons.failure.value && <FailureBanner failure={icons.failure.value} />}
      {found === undefined && !icons.failure.value && (
        <Skeleton kind="row" count={3} label="Asking for the icons" />
      )}
      {found?.length === 0 && (
        <EmptyState icon="picture" title={words === "" ? "None yet" : "No such icon"}>
          {own
            ? "Icons you make of pictures or letters are kept here."
            : "Try another word; Yoto’s icons have English names."}
        </EmptyState>
      )}
      <ul class="icon-shelf">
        {found?.map((icon) => (
          <li key={icon.id}>
            <button
              type="button"
              class="icon-dots"
              title={icon.title ?? ""}
              aria-label={icon.title || "An icon without a name"}
              onClick={() => onChoose(icon)}
            >
              <img src={icon.pictureUrl} alt="" loading="lazy" width="16" height="16" />
            </button>
          </li>
        ))}
      </ul>
      {icons.hasMore.value && (
        <Button busy={icons.busy.value} onClick={() => void icons.more()}>
          More icons
        </Button>
      )}
    </>
  );
}
