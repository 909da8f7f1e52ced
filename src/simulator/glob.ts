/** Matches paths and topics against a pattern: `*` is anything but a slash, `**` anything at all, `?` one character. */
export function globMatcher(pattern: string): (text: string) => boolean {
  const source = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll(/\*\*|\*|\?/g, (wild) => (wild === "**" ? ".*" : wild === "*" ? "[^/]*" : "[^/]"));
  const whole = new RegExp(`^${source}$`, "s");
  return (text) => whole.test(text);
}
