import { z } from "zod";
import type { AwsAccount } from "../../../ports/aws-account.ts";
import { type AccountCalls, elementsIn, textIn, unlessAbsent } from "./account-calls.ts";

const target = "DynamoDB_20120810";
const names = z.object({ Parameters: z.array(z.object({ Name: z.string() })) });
/** S3 takes so many at once; SSM takes ten. */
const parametersAtOnce = 10;

/** Removes for good what a deployment leaves behind. What is gone already is no error. */
export function createRemoval({
  call,
  json,
}: AccountCalls): Pick<AwsAccount, "deleteTable" | "deleteBucket" | "deleteParameters"> {
  return {
    async deleteTable(table) {
      const change = { TableName: table, DeletionProtectionEnabled: false };
      const found = await unlessAbsent(json("dynamodb", `${target}.UpdateTable`, change), /ResourceNotFound/);
      if (found !== undefined) await json("dynamodb", `${target}.DeleteTable`, { TableName: table });
    },

    async deleteBucket(bucket) {
      let deleted = 0;
      for (;;) {
        const page = await unlessAbsent(
          call("s3", { method: "GET", path: `/${bucket}?versions=&max-keys=1000` }),
          /NoSuchBucket/,
        );
        if (page === undefined) return deleted;
        const xml = await page.text();
        const versions = [...elementsIn(xml, "Version"), ...elementsIn(xml, "DeleteMarker")];
        for (const each of versions) {
          const [key = "", version = ""] = [textIn(each, "Key"), textIn(each, "VersionId")];
          const path = `/${bucket}/${key.split("/").map(encodeURIComponent).join("/")}`;
          await call("s3", { method: "DELETE", path: `${path}?versionId=${encodeURIComponent(version)}` });
          deleted++;
        }
        if (versions.length === 0) break;
      }
      await call("s3", { method: "DELETE", path: `/${bucket}` });
      return deleted;
    },

    async deleteParameters(path) {
      for (;;) {
        const page = names.parse(
          await json("ssm", "AmazonSSM.GetParametersByPath", { Path: path, MaxResults: parametersAtOnce }),
        );
        if (page.Parameters.length === 0) return;
        const all = page.Parameters.map(({ Name }) => Name);
        await json("ssm", "AmazonSSM.DeleteParameters", { Names: all });
      }
    },
  };
}
