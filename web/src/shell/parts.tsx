import "./parts.css";

type PartsProps = {
  /** What they are parts of, for screen readers. */
  label: string;
  parts: readonly { readonly path: string; readonly name: string }[];
  here: string;
};

/** Links to the parts of a room, in a line that scrolls on a phone. */
export function Parts({ label, parts, here }: PartsProps) {
  return (
    <nav class="parts" aria-label={label}>
      {parts.map(({ path, name }) => (
        <a
          key={path}
          class="part"
          href={path}
          ref={path === here ? intoView : null}
          {...(path === here ? { "aria-current": "page" as const } : {})}
        >
          {name}
        </a>
      ))}
    </nav>
  );
}

function intoView(link: HTMLElement | null): void {
  link?.scrollIntoView({ block: "nearest", inline: "center" });
}
