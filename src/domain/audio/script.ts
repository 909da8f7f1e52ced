/** A stretch of a text that one speaker says. `speaker` is absent for the narrator. */
export type ScriptPart = { readonly speaker?: string; readonly text: string };

/** A name at the beginning of a line, before a colon: up to three words that begin with a capital letter. */
const speakerLine =
  /^[ \t]*((?:\p{Lu}[\p{L}\p{M}\p{N}'’.-]*)(?:[ \t]+\p{Lu}[\p{L}\p{M}\p{N}'’.-]*){0,2})[ \t]*:[ \t]*(?=\S)/u;

/** The names that seem to speak in a text, in order of appearance: those before a colon at the beginning of a line. */
export function speakersIn(text: string): readonly string[] {
  const names = text.split(/\r?\n/).map((line) => speakerLine.exec(line)?.[1]);
  return [...new Set(names.filter((name) => name !== undefined))];
}

/** Those who speak at least three times in a book, the most talkative first: `Note: …` once is nobody. */
export function frequentSpeakers(texts: readonly string[], most: number): readonly string[] {
  const times = new Map<string, number>();
  for (const text of texts)
    for (const line of text.split(/\r?\n/)) {
      const name = speakerLine.exec(line)?.[1];
      if (name !== undefined) times.set(name, (times.get(name) ?? 0) + 1);
    }
  const frequent = [...times].filter(([, count]) => count >= 3).sort((one, other) => other[1] - one[1]);
  return frequent.slice(0, most).map(([name]) => name);
}

/**
 * A text cut into who says what. Only names in `speakers` count, so that `Note: …` stays text; what a speaker says goes on
 * to the next empty line or speaker, as in a play. The narrator has the rest.
 */
export function scriptParts(text: string, speakers: readonly string[]): readonly ScriptPart[] {
  const known = new Set(speakers);
  const parts: { speaker: string | undefined; lines: string[] }[] = [{ speaker: undefined, lines: [] }];
  for (const line of text.split(/\r?\n/)) {
    const found = speakerLine.exec(line);
    const name = found?.[1];
    const last = parts.at(-1);
    if (found && name !== undefined && known.has(name))
      parts.push({ speaker: name, lines: [line.slice(found[0].length)] });
    else if (line.trim() === "" && last?.speaker !== undefined) parts.push({ speaker: undefined, lines: [] });
    else last?.lines.push(line);
  }
  return parts
    .map(({ speaker, lines }) => ({ ...(speaker !== undefined && { speaker }), text: lines.join("\n") }))
    .filter(({ text: said }) => said.trim() !== "");
}
