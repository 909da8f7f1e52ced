import { useEffect } from "preact/hooks";

/** A sound to hear before it is kept; its memory is given back with the next one. */
export function Heard({ url }: { url: string | undefined }) {
  useEffect(
    () => () => {
      if (url !== undefined) URL.revokeObjectURL(url);
    },
    [url],
  );
  // biome-ignore lint/a11y/useMediaCaption: the text stands above
  return url === undefined ? null : <audio class="make-hear" controls autoplay src={url} />;
}
