import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { useLocation } from "preact-iso";
import { demo } from "../stores/session.ts";
import { Icon, type IconName } from "../ui/icon.tsx";
import { Brand } from "./brand.tsx";
import { ConnectionLine } from "./connection-line.tsx";
import "./frame.css";

type Room = { path: string; name: string; icon: IconName };

const rooms: readonly Room[] = [
  { path: "/", name: "Players", icon: "player" },
  { path: "/cards", name: "Cards", icon: "card" },
  { path: "/library", name: "Library", icon: "audio" },
  { path: "/rules", name: "Rules", icon: "moon" },
  { path: "/settings", name: "Settings", icon: "settings" },
];
const demoRoom: Room = { path: "/try", name: "Try it", icon: "try" };

/** The walls around every page: navigation below on a phone, at the side on a desk, and the line about the connection. */
export function Frame({ children }: { children: ComponentChildren }) {
  const main = useRef<HTMLElement>(null);
  const { path } = useLocation();
  const first = useRef(true);
  useEffect(() => {
    if (!first.current) {
      main.current?.focus();
      scrollTo(0, 0);
    }
    first.current = false;
  }, [path]);
  const shown = demo.value === undefined ? rooms : [...rooms.slice(0, -1), demoRoom, ...rooms.slice(-1)];
  return (
    <div class="frame">
      <button type="button" class="skip-link" onClick={() => main.current?.focus()}>
        Skip to the content
      </button>
      <header class="frame-side">
        <div class="frame-brand">
          <Brand />
        </div>
        <nav class="frame-nav" aria-label="Main">
          {shown.map((room) => (
            <RoomLink key={room.path} room={room} here={isHere(room.path, path)} />
          ))}
        </nav>
      </header>
      <main id="main" ref={main} class="frame-main" tabIndex={-1}>
        <ConnectionLine />
        {children}
      </main>
    </div>
  );
}

function RoomLink({ room, here }: { room: Room; here: boolean }) {
  return (
    <a class="frame-link" href={room.path} {...(here ? { "aria-current": "page" } : {})}>
      <span class="frame-link-picture">
        <Icon name={room.icon} />
      </span>
      {room.name}
    </a>
  );
}

/** Players' and streams' pages belong to the rooms that lead to them. */
const alsoHere: Readonly<Record<string, string>> = { "/": "/players/", "/cards": "/streams" };

const isHere = (room: string, path: string) =>
  path === room ||
  (room !== "/" && path.startsWith(`${room}/`)) ||
  (alsoHere[room] !== undefined && path.startsWith(alsoHere[room]));
