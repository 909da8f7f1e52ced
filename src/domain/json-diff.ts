import { isJsonObject, type Json } from "./json.ts";

/** One place where two JSON values differ. `path` reads like `content.chapters[2].title`; absent is not there. */
export type JsonChange = { readonly path: string; readonly before?: Json; readonly after?: Json };

/** Everywhere `after` differs from `before`, in document order; lists are compared place by place. */
export function diffJson(
  before: Json | undefined,
  after: Json | undefined,
  path = "",
): readonly JsonChange[] {
  if (isJsonObject(before) && isJsonObject(after)) {
    const names = new Set([...Object.keys(before), ...Object.keys(after)]);
    return [...names].flatMap((name) =>
      diffJson(own(before, name), own(after, name), path === "" ? name : `${path}.${name}`),
    );
  }
  if (Array.isArray(before) && Array.isArray(after)) {
    const places = Array.from({ length: Math.max(before.length, after.length) }, (_, place) => place);
    return places.flatMap((place) => diffJson(before[place], after[place], `${path}[${place}]`));
  }
  if (Object.is(before, after) || (before === 0 && after === 0)) return [];
  return [{ path, ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) }];
}

function own(object: { readonly [key: string]: Json }, name: string): Json | undefined {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}
