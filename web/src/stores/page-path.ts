/** An address with what was asked for behind it; what is `undefined` or empty is left out. */
export function pagePath(path: string, query: Readonly<Record<string, string | number | undefined>>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query))
    if (value !== undefined && value !== "") search.set(name, String(value));
  return `${path}?${search}`;
}
