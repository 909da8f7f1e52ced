/** Keys to sign requests with. Temporary ones carry a session token and an end. */
export type AwsCredentials = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiresAtMs?: number;
};

/** Where keys come from. `refresh` asks for new ones although the old ones claim to hold. */
export type AwsCredentialsSource = (options?: { readonly refresh: boolean }) => Promise<AwsCredentials>;
