import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { useLocation } from "preact-iso";
import { demo } from "../stores/session.ts";
import { Icon } from "../ui/icon.tsx";
import { Brand } from "./brand.tsx";
import { ConnectionLine } from "./connection-line.tsx";
import { isIn, moreRoom, type Room, roomsShown } from "./rooms.ts";
import "./frame.css";

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
          {[...roomsShown(demo.value !== undefined), moreRoom].map((room) => (
            <RoomLink key={room.path} room={room} here={isIn(room, path)} />
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
    <a
      class={`frame-link frame-link-${room.at ?? "everywhere"}`}
      href={room.path}
      {...(here ? { "aria-current": "page" } : {})}
    >
      <span class="frame-link-picture">
        <Icon name={room.icon} />
      </span>
      {room.name}
    </a>
  );
}
