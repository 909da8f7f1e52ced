/** A slot's sentence as a parent would say it: on the card a slot is a chapter. */
export function inWords(sentence: string, slots: number): string {
  if (slots === 1) return sentence.replace(/^Slot \d+ plays/, "It plays");
  return sentence.replace(/^Slot (\d+) plays/, (_, name: string) => `Chapter ${Number(name)} plays`);
}
