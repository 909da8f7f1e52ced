import type { Parameters } from "../../adapters/aws/ssm/parameters.ts";
import { type KeyRing, keyRingText, newKeyRing, parseKeyRing } from "../../adapters/secrets/key-ring.ts";
import type { KeyRingSource } from "../../adapters/secrets/secrets.ts";

/** What this installation keeps encrypted in SSM, under one prefix. The deploy command writes all but the key ring. */
const names = [
  "key-ring",
  "origin-secret",
  "capability-key",
  "public-url",
  "yoto-client-id",
  "yoto-client-secret",
] as const;
type Name = (typeof names)[number];

/** The installation's parameters as they were read. */
export type Installed = Readonly<Partial<Record<Name, string>>>;

/** Reads all of them with one request. */
export async function installedParameters(parameters: Parameters, prefix: string): Promise<Installed> {
  const found = await parameters.get(names.map((name) => `${prefix}/${name}`));
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = found.get(`${prefix}/${name}`);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/** The key ring in its parameter. The first process that needs one makes it; `load` must have been called before it is used. */
export function keyRingParameter(
  parameters: Parameters,
  prefix: string,
): KeyRingSource & { load(installed?: Installed): Promise<void> } {
  const name = `${prefix}/key-ring`;
  let ring: KeyRing | undefined;
  const read = async (): Promise<KeyRing> => {
    const text = (await parameters.get([name])).get(name);
    if (text !== undefined) return parseKeyRing(text, `The parameter ${name}`);
    const fresh = newKeyRing();
    // Somebody else may have been first: then theirs counts.
    return (await parameters.put(name, keyRingText(fresh))) ? fresh : read();
  };
  return {
    async load(installed) {
      const text = installed?.["key-ring"];
      ring = text === undefined ? await read() : parseKeyRing(text, `The parameter ${name}`);
    },
    ring() {
      if (ring === undefined) throw new Error("The key ring was used before it was loaded");
      return ring;
    },
    async reload() {
      ring = await read();
      return ring;
    },
  };
}
