import { PageTitle } from "../shell/page-title.tsx";
import { moreRooms } from "../shell/rooms.ts";
import { demo } from "../stores/session.ts";
import { Icon } from "../ui/icon.tsx";
import "./more-page.css";

/** The rooms that a phone's navigation has no room for. */
export function MorePage() {
  return (
    <>
      <PageTitle title="More" />
      <ul class="panel more-rooms">
        {moreRooms(demo.value !== undefined).map(({ path, name, icon, about }) => (
          <li key={path}>
            <a class="more-room" href={path}>
              <span class="more-picture">
                <Icon name={icon} />
              </span>
              <span>
                <span class="more-name">{name}</span>
                <span class="small soft more-about">{about}</span>
              </span>
            </a>
          </li>
        ))}
      </ul>
    </>
  );
}
