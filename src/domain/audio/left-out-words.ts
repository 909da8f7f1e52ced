/** More are only counted. */
const mostTold = 4;

/** What of several files did not come in, each told in a sentence: a few of them, and how many more; `undefined` when all came. */
export function leftOutWords(sentences: readonly string[]): string | undefined {
  if (sentences.length === 0) return undefined;
  const more = sentences.length - mostTold;
  const rest = more === 1 ? ["One more file was left out, too."] : [`${more} more files were left out, too.`];
  return [...sentences.slice(0, mostTold), ...(more > 0 ? rest : [])].join(" ");
}
