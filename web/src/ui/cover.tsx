import { useMemo, useState } from "preact/hooks";
import { coverArtOf } from "./cover-art.ts";
import "./cover.css";

type CoverProps = { title: string; url?: string | undefined };

/** The picture of a card: its cover, or a scene drawn from its title. The title itself is always told beside it. */
export function Cover({ title, url }: CoverProps) {
  const [broken, setBroken] = useState<string>();
  if (url === undefined || url === broken) return <DrawnCover title={title} />;
  return <img class="cover" src={url} alt="" loading="lazy" onError={() => setBroken(url)} />;
}

function DrawnCover({ title }: { title: string }) {
  const { sky, orb, stars, hills } = useMemo(() => coverArtOf(title), [title]);
  return (
    <svg class="cover" viewBox="0 0 100 100" preserveAspectRatio="xMidYMid slice" aria-hidden="true">
      <rect width="100" height="100" fill={sky} />
      {stars.map((star) => (
        <circle key={star.x} cx={star.x} cy={star.y} r={star.r} fill={orb.colour} opacity="0.7" />
      ))}
      <circle cx={orb.x} cy={orb.y} r={orb.r * 3} fill={orb.colour} opacity="0.1" />
      <circle cx={orb.x} cy={orb.y} r={orb.r * 2} fill={orb.colour} opacity="0.16" />
      <circle cx={orb.x} cy={orb.y} r={orb.r} fill={orb.colour} />
      {hills.map((hill) => (
        <path key={hill.colour} d={hill.path} fill={hill.colour} />
      ))}
    </svg>
  );
}
