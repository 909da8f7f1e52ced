/** What a capability path names: a file of ours, the key that vouches for it, and under what grant it was handed out, if any. */
export type Capability = {
  readonly kid: string;
  readonly mac: string;
  readonly grant?: string | undefined;
  readonly fileKey: string;
};

/**
 * `/t/<kid>.<mac>/<file key>`, or `/t/<kid>.<mac>.<grant>/<file key>`: whoever has the address may fetch the file, for as long as the
 * key is known and the grant is not revoked.
 */
export function capabilityPath({ kid, mac, grant, fileKey }: Capability): string {
  return `/t/${kid}.${mac}${grant === undefined ? "" : `.${grant}`}/${fileKey}`;
}

/** What the mac is made over. `t1` and `t2` are the forms' versions: one form never means the other. */
export function capabilityText(kid: string, fileKey: string, grant?: string): string {
  return grant === undefined ? `t1|${kid}|${fileKey}` : `t2|${kid}|${grant}|${fileKey}`;
}
