/** A text without whatever looks like a secret, wherever it stands: tokens, and the secret part of a stream's address. */
export function withoutSecrets(text: string): string {
  return text
    .replaceAll(/\/s\/[A-Za-z0-9_-]{6,}/g, "/s/…")
    .replaceAll(/eyJ[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*){0,2}/g, "…")
    .replaceAll(/(Bearer\s+)[^\s"\\]+/gi, "$1…")
    .replaceAll(/("(?:[a-z_]*token|secret|password|authorization)"\s*:\s*")[^"]*/gi, "$1…")
    .replaceAll(/([?&](?:[a-z_]*token|secret|signature|x-amz-[a-z-]+|policy)=)[^&\s"\\]+/gi, "$1…");
}
