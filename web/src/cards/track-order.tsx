import type { AudioItem } from "../../../src/http/schema/audio.ts";
import { Button, IconButton } from "../ui/button.tsx";
import { counted, spokenTime } from "../ui/words.ts";

type TrackOrderProps = {
  tracks: readonly AudioItem[];
  onChange: (tracks: readonly AudioItem[]) => void;
};

/** The tracks of a card to be, in their order; up and down work with a thumb and with keys. */
export function TrackOrder({ tracks, onChange }: TrackOrderProps) {
  const seconds = tracks.reduce((sum, each) => sum + each.seconds, 0);
  const byTitle = tracks.toSorted((one, other) =>
    one.title.localeCompare(other.title, undefined, { numeric: true }),
  );
  const isMixed = tracks.length > 2 && byTitle.some((track, place) => track !== tracks[place]);
  const move = (from: number, by: number) => {
    const after = [...tracks];
    const [moved] = after.splice(from, 1);
    if (moved !== undefined) after.splice(from + by, 0, moved);
    onChange(after);
  };
  return (
    <div class="stack-close">
      <div class="track-order-head">
        <p class="small soft">
          {counted(tracks.length, "track")}, {spokenTime(seconds)}
        </p>
        {isMixed && (
          <Button look="quiet" onClick={() => onChange(byTitle)}>
            Sort by title
          </Button>
        )}
      </div>
      <ol class="track-order">
        {tracks.map((track, place) => (
          <li key={track.id}>
            <span class="track-order-number numbers">{place + 1}</span>
            <span class="one-line">{track.title}</span>
            {tracks.length > 1 ? (
              <span class="track-order-buttons">
                <IconButton
                  icon="up"
                  label={`Move ${track.title} up`}
                  disabled={place === 0}
                  onClick={() => move(place, -1)}
                />
                <IconButton
                  icon="down"
                  label={`Move ${track.title} down`}
                  disabled={place === tracks.length - 1}
                  onClick={() => move(place, 1)}
                />
                <IconButton
                  icon="close"
                  label={`Leave ${track.title} out`}
                  onClick={() => onChange(tracks.filter((each) => each.id !== track.id))}
                />
              </span>
            ) : (
              <span class="track-order-buttons" />
            )}
          </li>
        ))}
      </ol>
    </div>
  );
}
