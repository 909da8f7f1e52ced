import { Parts } from "../shell/parts.tsx";

const parts = [
  { path: "/library", name: "Recordings" },
  { path: "/library/podcasts", name: "Podcasts" },
  { path: "/library/servers", name: "Servers" },
  { path: "/library/trash", name: "Trash" },
] as const;

/** The rooms of the library. */
export function LibraryParts({ here }: { here: (typeof parts)[number]["path"] }) {
  return <Parts label="Parts of the library" parts={parts} here={here} />;
}
