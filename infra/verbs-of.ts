/** Verbs of one of AWS's services, as policies write them. */
export function verbsOf(service: string, ...verbs: string[]): string[] {
  return verbs.map((verb) => `${service}:${verb}`);
}
