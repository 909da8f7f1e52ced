import { useEffect, useRef, useState } from "preact/hooks";
import { Icon } from "../ui/icon.tsx";
import "./search-field.css";

const patienceMs = 200;

/** Finds as one types, a moment after the last key; at once with Enter, or when one goes on to something else. */
export function SearchField({
  words,
  onSearch,
  label = "Search the library",
}: {
  words: string;
  onSearch: (words: string) => void;
  label?: string;
}) {
  // The field's own: a page that renders anew in the midst of a word would put the words before it back.
  const [typed, setTyped] = useState(words);
  const told = useRef(words);
  useEffect(() => {
    if (words.trim() !== told.current.trim()) setTyped(words);
    told.current = words;
  }, [words]);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const searchIn = (ms: number, value: string) => {
    clearTimeout(timer.current);
    setTyped(value);
    const search = () => {
      told.current = value;
      onSearch(value);
    };
    if (ms === 0) search();
    else timer.current = setTimeout(search, ms);
  };
  return (
    <search class="search-field">
      <Icon name="search" />
      <input
        type="search"
        aria-label={label}
        placeholder="Search"
        value={typed}
        onInput={({ currentTarget: { value } }) => searchIn(value === "" ? 0 : patienceMs, value)}
        onChange={({ currentTarget: { value } }) => searchIn(0, value)}
      />
    </search>
  );
}
