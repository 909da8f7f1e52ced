import { fromNodeProviderChain } from "@aws-sdk/credential-providers";

/**
 * Prints this machine's AWS credentials as JSON, wherever they are: environment, `~/.aws`, SSO, a profile (`AWS_PROFILE`), a
 * role. For the commands, which read it through a pipe; exit 1 with a sentence when there are none.
 */
try {
  const { accessKeyId, secretAccessKey, sessionToken, expiration } = await fromNodeProviderChain()();
  console.log(
    JSON.stringify({ accessKeyId, secretAccessKey, sessionToken, expiresAtMs: expiration?.getTime() }),
  );
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
