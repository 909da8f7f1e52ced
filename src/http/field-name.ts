/** Fields whose own name would not tell a person what is meant. */
const names: Readonly<Record<string, string>> = {
  allowed: "allowed cards",
  at: "moment",
  audio: "recordings",
  by: "step",
  from: "beginning",
  fromDate: "first day",
  fromMs: "beginning",
  fromSeconds: "beginning",
  hours: "number of hours",
  ids: "ids",
  limit: "number per page",
  maxSteps: "volume",
  minutes: "number of minutes",
  on: "choice of on or off",
  parts: "number of parts",
  percent: "percentage",
  seconds: "number of seconds",
  to: "end",
  toDate: "last day",
  toMs: "end",
  toSeconds: "end",
  toSteps: "volume",
  untilSeconds: "end",
  url: "address",
  window: "time window",
};

/**
 * What a person calls the field at a path: "The title", "The list of recordings", "Chapter 2", "The title of chapter 2". An
 * empty path is the request as a whole.
 */
export function fieldName(path: readonly PropertyKey[], isList = false): string {
  const last = path.at(-1);
  if (last === undefined) return "The request";
  const place = placeIn(path);
  if (typeof last === "number") return capital(place ?? `entry ${last + 1}`);
  const name = words(String(last));
  return `The ${isList ? "list of " : ""}${name}${place === undefined ? "" : ` of ${place}`}`;
}

/** Which entry of the innermost list it is in: "chapter 2". */
function placeIn(path: readonly PropertyKey[]): string | undefined {
  const at = path.findLastIndex((part) => typeof part === "number");
  if (at === -1) return undefined;
  return `${singular(words(String(path[at - 1] ?? "entries")))} ${Number(path[at]) + 1}`;
}

/** `yotoCardId` is the "Yoto card", `coverUrl` the "address of the cover". */
function words(key: string): string {
  const known = names[key];
  if (known !== undefined) return known;
  const plain = key.replace(/Ids?$/, "");
  const address = /^(.+)Url$/.exec(plain)?.[1];
  if (address !== undefined) return `address of the ${words(address)}`;
  const parted = plain.replace(/([a-z0-9])([A-Z])/g, "$1 $2").toLowerCase();
  return parted.replace(/\byoto\b/g, "Yoto");
}

function singular(many: string): string {
  if (many.endsWith("ies")) return `${many.slice(0, -3)}y`;
  return many.replace(/(ch|sh|x|ss)es$/, "$1").replace(/(?<!s)s$/, "");
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
