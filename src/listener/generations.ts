/**
 * Listeners that relieve each other are named `<line>-g<number>`, and the higher number relieves the lower: it listens before it
 * takes over, so that nothing that is said meanwhile is missed. All other listeners share accounts among equals.
 */
export function generationName(line: string, number: number): string {
  return `${line}-g${number}`;
}

/** Whether `one` is there to relieve `other`. */
export function relieves(one: string, other: string): boolean {
  const [mine, theirs] = [generationOf(one), generationOf(other)];
  return mine !== undefined && theirs?.line === mine.line && mine.number > theirs.number;
}

/** Whether a listener of this name is relieved one day. */
export function isGeneration(name: string): boolean {
  return generationOf(name) !== undefined;
}

function generationOf(name: string) {
  const [, line, number] = /^(.+)-g(\d+)$/.exec(name) ?? [];
  return line === undefined ? undefined : { line, number: Number(number) };
}
