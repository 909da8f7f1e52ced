/** Tags as somebody types them, with commas between; `#` before them is not part of them. */
export function tagsIn(text: string): string[] {
  const tags = text.split(",").map((each) => each.trim().replace(/^#+/, "").slice(0, 50));
  return [...new Set(tags.filter((each) => each !== ""))];
}
