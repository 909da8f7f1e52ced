/** What a capability path names: a file of ours, and the key that vouches for it. */
export type Capability = { readonly kid: string; readonly mac: string; readonly fileKey: string };

/** `/t/<kid>.<mac>/<file key>`: whoever has the address may fetch the file, for as long as the key is known. */
export function capabilityPath({ kid, mac, fileKey }: Capability): string {
  return `/t/${kid}.${mac}/${fileKey}`;
}

/** What the mac is made over. `t1` is the form's version: another form never means the same. */
export function capabilityText(kid: string, fileKey: string): string {
  return `t1|${kid}|${fileKey}`;
}
