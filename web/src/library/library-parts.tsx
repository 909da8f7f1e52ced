import "./library-parts.css";

const parts = [
  { path: "/library", name: "Recordings" },
  { path: "/library/podcasts", name: "Podcasts" },
  { path: "/library/servers", name: "Servers" },
  { path: "/library/trash", name: "Trash" },
] as const;

/** The rooms of the library. */
export function LibraryParts({ here }: { here: (typeof parts)[number]["path"] }) {
  return (
    <nav class="library-parts" aria-label="Parts of the library">
      {parts.map(({ path, name }) => (
        <a key={path} href={path} {...(path === here ? { "aria-current": "page" as const } : {})}>
          {name}
        </a>
      ))}
    </nav>
  );
}
