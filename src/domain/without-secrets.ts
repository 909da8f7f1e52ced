/** Texts that give access, wherever they stand. The first group is kept. */
const secretTexts: readonly RegExp[] = [
  /()(?:\beyJ[\w-]{5,}|eyJ[\w-]{5,}(?=\.[\w-]{5,}))(?:\.[\w-]*){0,2}/g, // JWT, also one that was cut off
  /(\b(?:Bearer|Basic)\s+)[^\s"\\]+/gi,
  /(\/s\/)[\w-]{6,}/g, // a stream's address
  /()\byss_[\w.-]{8,}/g, // a token of our API
  /("(?:[a-z_]*token|secret|password|authorization)"\s*:\s*")[^"]*/gi,
  /([?&#](?:code|state|setup|[a-z_]*token|(?:client_)?secret|sig|signature|x-amz-[a-z-]+|policy|key-pair-id)=)[^&#\s"'\\]+/gi,
  /()\$argon2[a-z]*\$[^\s"']+/g,
];

/** A text without whatever looks like a secret, wherever it stands: tokens, passwords, the secret part of a stream's address. */
export function withoutSecrets(text: string, blot = "…"): string {
  return secretTexts.reduce((safe, each) => safe.replace(each, `$1${blot}`), text);
}
