import { useRef } from "preact/hooks";
import { Icon } from "../ui/icon.tsx";
import "./search-field.css";

const patienceMs = 200;

/** Finds as one types, a moment after the last key. */
export function SearchField({
  words,
  onSearch,
  label = "Search the library",
}: {
  words: string;
  onSearch: (words: string) => void;
  label?: string;
}) {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  return (
    <search class="search-field">
      <Icon name="search" />
      <input
        type="search"
        aria-label={label}
        placeholder="Search"
        value={words}
        onInput={({ currentTarget }) => {
          clearTimeout(timer.current);
          const { value } = currentTarget;
          timer.current = setTimeout(() => onSearch(value), value === "" ? 0 : patienceMs);
        }}
      />
    </search>
  );
}
