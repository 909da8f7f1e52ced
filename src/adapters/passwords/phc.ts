/** How hard an argon2 hash was made. */
export type Argon2Parameters = {
  readonly memoryKib: number;
  readonly passes: number;
  readonly lanes: number;
};
export type Argon2Hash = Argon2Parameters & { readonly salt: Uint8Array; readonly hash: Uint8Array };

const shape =
  /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,3}),p=(\d{1,3})\$([A-Za-z0-9+/]{11,86})\$([A-Za-z0-9+/]{22,86})$/;

/** Past these a stored string is no password hash of anybody's but an attempt to keep us busy. */
const memoryKibMax = 1_048_576;
const passesMax = 20;
const lanesMax = 16;

/**
 * Takes apart `$argon2id$v=19$m=…,t=…,p=…$salt$hash`; `undefined` for anything else.
 * @see https://github.com/P-H-C/phc-string-format/blob/master/phc-sf-spec.md
 */
export function parsePhc(text: string): Argon2Hash | undefined {
  const [, memory, passes, lanes, salt = "", hash = ""] = shape.exec(text) ?? [];
  const found = { memoryKib: Number(memory), passes: Number(passes), lanes: Number(lanes) };
  const plausible =
    found.lanes >= 1 &&
    found.lanes <= lanesMax &&
    found.passes >= 1 &&
    found.passes <= passesMax &&
    found.memoryKib >= 8 * found.lanes &&
    found.memoryKib <= memoryKibMax;
  if (!plausible) return undefined;
  return { ...found, salt: Buffer.from(salt, "base64"), hash: Buffer.from(hash, "base64") };
}

/** The other way round. */
export function toPhc({ memoryKib, passes, lanes, salt, hash }: Argon2Hash): string {
  return `$argon2id$v=19$m=${memoryKib},t=${passes},p=${lanes}$${unpadded(salt)}$${unpadded(hash)}`;
}

function unpadded(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64").replaceAll("=", "");
}
