import "./icon.css";

/** Drawn on a grid of 24, stroked; names say what is meant, not what is drawn. */
const strokes = {
  "arrow-left": "M19 12H5m6-7-7 7 7 7",
  "arrow-right": "M5 12h14m-7-7 7 7-7 7",
  audio: "M9 18V6l11-2v12M9 18a3 3 0 1 1-6 0 3 3 0 0 1 6 0Zm11-2a3 3 0 1 1-6 0 3 3 0 0 1 6 0Z",
  bell: "M18 16V11a6 6 0 1 0-12 0v5l-2 2h16l-2-2Zm-8 5h4",
  bluetooth: "m7 7.5 10 9-5 4.5V3l5 4.5-10 9",
  book: "M12 6.5C10 5 7 4.5 3.5 5v13.5c3.5-.5 6.5 0 8.5 1.5 2-1.5 5-2 8.5-1.5V5C17 4.5 14 5 12 6.5Zm0 0V20",
  bolt: "M13 3 5 14h6l-1 7 8-11h-6l1-7Z",
  card: "M6 3h9l4 4v12a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2Zm3 12a3 3 0 0 1 5 0m-7-3a6 6 0 0 1 9 0",
  branch: "M12 21v-6m0 0C12 10 5 11 5 5m7 10c0-5 7-4 7-10M2.5 7.5 5 5l2.5 2.5m9 0L19 5l2.5 2.5",
  calendar: "M5 5h14a1 1 0 0 1 1 1v13a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V6a1 1 0 0 1 1-1Zm-1 5h16M8.5 3v4m7-4v4",
  check: "m4 12.5 5.5 5.5L20 6.5",
  clock: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18Zm0-14v5l3.5 2",
  close: "M5.5 5.5l13 13m0-13-13 13",
  copy: "M9 9h9a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2H9a2 2 0 0 1-2-2v-8a2 2 0 0 1 2-2Zm-5 6a1 1 0 0 1-1-1V5a2 2 0 0 1 2-2h9a1 1 0 0 1 1 1",
  download: "M12 4v12m-5-5 5 5 5-5M4 16v2a2 2 0 0 0 2 2h12a2 2 0 0 0 2-2v-2",
  down: "m5 9 7 7 7-7",
  external: "M14 4h6v6m0-6-9 9m-2-8H6a2 2 0 0 0-2 2v11a2 2 0 0 0 2 2h11a2 2 0 0 0 2-2v-3",
  grip: "M9 6v.01M9 12v.01M9 18v.01M15 6v.01M15 12v.01M15 18v.01",
  headphones:
    "M4 16v-3a8 8 0 0 1 16 0v3m-16 0a2 2 0 0 1 2-2h1v6H6a2 2 0 0 1-2-2v-2Zm16 0a2 2 0 0 0-2-2h-1v6h1a2 2 0 0 0 2-2v-2Z",
  history: "M12 8v4.5l3 2M4 12a8 8 0 1 1 2.5 5.8M4 18.5V14h4.5",
  info: "M12 11v6m0-10v.01M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0Z",
  link: "M10 14a4.5 4.5 0 0 0 6.4 0l3.2-3.2a4.5 4.5 0 0 0-6.4-6.4L12 5.6m2 4.4a4.5 4.5 0 0 0-6.4 0l-3.2 3.2a4.5 4.5 0 0 0 6.4 6.4l1.2-1.2",
  microphone: "M12 15a3 3 0 0 0 3-3V6a3 3 0 0 0-6 0v6a3 3 0 0 0 3 3Zm-6.5-3.5a6.5 6.5 0 0 0 13 0M12 18v3",
  minus: "M5 12h14",
  moon: "M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5Z",
  offline:
    "M3 3l18 18M8.5 15.5a5 5 0 0 1 7 0M5 12a10 10 0 0 1 4.5-2.6m5 .1A10 10 0 0 1 19 12M2 8.5a15 15 0 0 1 4-2.7m5-1.3a15 15 0 0 1 11 4M12 19.5v.01",
  pencil: "m4 20 1-5L16 4l4 4L9 19l-5 1Zm10-14 4 4",
  picture: "M4 4h16v16H4V4Zm5.3 0v16m5.4-16v16M4 9.3h16M4 14.7h16",
  player: "M5 4h14a2 2 0 0 1 2 2v12a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V6a2 2 0 0 1 2-2Zm4 5h6v6H9V9Zm-3-5V2.5h4V4",
  plus: "M12 5v14m-7-7h14",
  power: "M12 3v9m5.7-5.7a8 8 0 1 1-11.4 0",
  redo: "m16 5 4 4-4 4m4-4H10a5.5 5.5 0 0 0 0 11h6",
  search: "m20 20-4.5-4.5M17.5 10.5a7 7 0 1 1-14 0 7 7 0 0 1 14 0Z",
  settings:
    "M4 7h9m5 0h2M4 17h2m5 0h9M15.5 9.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Zm-7 10a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Z",
  shuffle:
    "M3 7h3.5c5 0 5.5 10 10.5 10H21m-3-3 3 3-3 3M3 17h3.5c1.7 0 2.8-1.2 3.7-2.7M13.5 9.8C14.4 8.2 15.5 7 17 7h4m-3-3 3 3-3 3",
  "sign-out": "M10 4H6a2 2 0 0 0-2 2v12a2 2 0 0 0 2 2h4m5-4 4-4-4-4m4 4H10",
  sleep: "M12 21a8 8 0 1 0 0-16 8 8 0 0 0 0 16Zm0-12v4l2.5 1.5M5 3 2.5 5.5M19 3l2.5 2.5",
  sun: "M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8Zm0-13v2m0 14v2M3 12h2m14 0h2M5.6 5.6 7 7m10 10 1.4 1.4M18.4 5.6 17 7M7 17l-1.4 1.4",
  trash: "M4 7h16M9 7V4h6v3m3 0-1 13H7L6 7m4 4v5m4-5v5",
  try: "M5 3v4M3 5h4m11 12v4m-2-2h4M13 3l2.3 5.7L21 11l-5.7 2.3L13 19l-2.3-5.7L5 11l5.7-2.3L13 3Z",
  undo: "M8 5 4 9l4 4M4 9h10a5.5 5.5 0 0 1 0 11H8",
  up: "m5 15 7-7 7 7",
  upload: "M12 16V4m-5 5 5-5 5 5M4 16v2a2 2 0 0 0 2 2h12a2 2 0 0 0 2-2v-2",
  stream: "M3 8c3-2.5 6-2.5 9 0s6 2.5 9 0M3 13c3-2.5 6-2.5 9 0s6 2.5 9 0M3 18c3-2.5 6-2.5 9 0s6 2.5 9 0",
  user: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8Zm-7.5 8a7.5 7.5 0 0 1 15 0",
  volume: "M4 9.5v5h3.5l5 4v-13l-5 4H4Zm12-1a5 5 0 0 1 0 7m2.5-9.5a8.5 8.5 0 0 1 0 12",
  "volume-off": "M4 9.5v5h3.5l5 4v-13l-5 4H4Zm12.5.5 4 4m0-4-4 4",
  warning:
    "M12 9v5m0 3v.01M10.3 4.2 2.8 17.5A2 2 0 0 0 4.5 20.5h15a2 2 0 0 0 1.7-3L13.7 4.2a2 2 0 0 0-3.4 0Z",
} as const;

/** These read better filled. */
const solids = {
  more: "M12 3.5a2 2 0 1 1 0 4 2 2 0 0 1 0-4Zm0 6.5a2 2 0 1 1 0 4 2 2 0 0 1 0-4Zm0 6.5a2 2 0 1 1 0 4 2 2 0 0 1 0-4Z",
  next: "M5 5.3c0-1 1.1-1.6 1.9-1L16 10.6V5a1.25 1.25 0 0 1 2.5 0v14a1.25 1.25 0 0 1-2.5 0v-5.6l-9.1 6.3c-.8.6-1.9 0-1.9-1V5.3Z",
  pause:
    "M7 4h2.5A1.5 1.5 0 0 1 11 5.5v13A1.5 1.5 0 0 1 9.5 20H7a1.5 1.5 0 0 1-1.5-1.5v-13A1.5 1.5 0 0 1 7 4Zm7.5 0H17a1.5 1.5 0 0 1 1.5 1.5v13A1.5 1.5 0 0 1 17 20h-2.5a1.5 1.5 0 0 1-1.5-1.5v-13A1.5 1.5 0 0 1 14.5 4Z",
  play: "M7 4.8c0-1.5 1.6-2.4 2.9-1.7l11 7.2c1.2.8 1.2 2.6 0 3.4l-11 7.2c-1.3.8-2.9-.1-2.9-1.7V4.8Z",
  previous:
    "M19 5.3c0-1-1.1-1.6-1.9-1L8 10.6V5a1.25 1.25 0 0 0-2.5 0v14A1.25 1.25 0 0 0 8 19v-5.6l9.1 6.3c.8.6 1.9 0 1.9-1V5.3Z",
  stop: "M7.5 5h9A2.5 2.5 0 0 1 19 7.5v9a2.5 2.5 0 0 1-2.5 2.5h-9A2.5 2.5 0 0 1 5 16.5v-9A2.5 2.5 0 0 1 7.5 5Z",
} as const;

/** The names of the pictures there are. */
export type IconName = keyof typeof strokes | keyof typeof solids;

/** A small picture beside words; screen readers skip it, so the words (or the button's label) must say it. */
export function Icon({ name }: { name: IconName }) {
  const solid = name in solids;
  const path = { ...strokes, ...solids }[name];
  return (
    <svg class={solid ? "icon icon-solid" : "icon"} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={path} />
    </svg>
  );
}
