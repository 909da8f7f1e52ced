import "@aws-sdk/signature-v4a"; // the store wants signatures for all regions at once, which this brings
import {
  CloudFrontKeyValueStoreClient,
  DescribeKeyValueStoreCommand,
  GetKeyCommand,
  PutKeyCommand,
} from "@aws-sdk/client-cloudfront-keyvaluestore";
import { fromNodeProviderChain } from "@aws-sdk/credential-providers";
import { z } from "zod";

/** Reads `{store, kid, secret}` from its input and puts the key into CloudFront's key-value store, unless it is there. */
const { store, kid, secret } = z
  .object({ store: z.string(), kid: z.string(), secret: z.string() })
  .parse(JSON.parse(Buffer.concat(await process.stdin.toArray()).toString("utf8")));
const client = new CloudFrontKeyValueStoreClient({
  region: "us-east-1",
  credentials: fromNodeProviderChain(),
});
const Key = `key:${kid}`;
const known = await client.send(new GetKeyCommand({ KvsARN: store, Key })).catch(() => undefined);
if (known?.Value !== secret) {
  const { ETag } = await client.send(new DescribeKeyValueStoreCommand({ KvsARN: store }));
  await client.send(new PutKeyCommand({ KvsARN: store, Key, Value: secret, IfMatch: ETag }));
}
