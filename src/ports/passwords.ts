/** One-way password hashes as PHC strings (argon2id, m=19 MiB t=2 p=1 or the stored string's own parameters). */
export type Passwords = {
  hash(password: string): Promise<string>;
  /** Takes as long for a hash that is not there (`undefined`) as for a wrong password. */
  verify(password: string, hash: string | undefined): Promise<boolean>;
  /** Whether this hash was made with other parameters than ours today, so that a sign-in should make it anew. */
  isStale(hash: string): boolean;
};
