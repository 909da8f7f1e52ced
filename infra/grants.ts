import { Stack } from "aws-cdk-lib";
import type { IGrantable } from "aws-cdk-lib/aws-iam";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import { filePrefixes, indexName, ownPrefixes, parameterNames } from "../src/main/aws/agreed-names.ts";
import { acknowledgeBeginnings } from "./acknowledged-findings.ts";
import type { Queues } from "./queues.ts";
import { parameterPrefixOf } from "./stack-names.ts";
import type { Storage } from "./storage.ts";

/** Somebody who may be allowed things: a function's role, a task's role, a user at home. */
export type Grantee = IGrantable;

/** What our programs need, thing by thing; no action and no resource is a bare `*`. */
export function grantsOver(storage: Storage, queues: Queues, env: string) {
  const { table, audio } = storage;
  const stack = Stack.of(table);
  const prefix = parameterPrefixOf(env);
  const parameter = (name: string) =>
    stack.formatArn({ service: "ssm", resource: "parameter", resourceName: `${prefix.slice(1)}/${name}` });
  const give = (to: Grantee, sid: string, actions: string[], resources: string[]) => {
    to.grantPrincipal.addToPrincipalPolicy(new PolicyStatement({ sid, actions, resources }));
  };
  const files = [...filePrefixes, ...ownPrefixes].map((each) => audio.arnForObjects(`${each}/*`));
  return {
    table: (to: Grantee) => {
      give(
        to,
        "Items",
        [
          "dynamodb:GetItem",
          "dynamodb:BatchGetItem",
          "dynamodb:UpdateItem",
          "dynamodb:DeleteItem",
          "dynamodb:Query",
        ],
        [table.tableArn],
      );
      give(to, "Index", ["dynamodb:Query"], [`${table.tableArn}/index/${indexName}`]);
    },
    files: (to: Grantee) => {
      give(
        to,
        "Files",
        [
          "s3:GetObject",
          "s3:PutObject",
          "s3:DeleteObject",
          "s3:AbortMultipartUpload",
          "s3:ListMultipartUploadParts",
        ],
        files,
      );
      // Without it, S3 answers 403 where it should say that there is no such file.
      give(to, "FileOrNoFile", ["s3:ListBucket"], [audio.bucketArn]);
    },
    sendOrdersAndJobs: (to: Grantee) =>
      give(to, "Send", ["sqs:SendMessage"], [queues.commands.queueArn, queues.jobs.queueArn]),
    receiveOrders: (to: Grantee) =>
      give(
        to,
        "ReceiveOrders",
        ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility"],
        [queues.commands.queueArn],
      ),
    receiveJobs: (to: Grantee) =>
      give(
        to,
        "ReceiveJobs",
        ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility", "sqs:GetQueueAttributes"],
        [queues.jobs.queueArn],
      ),
    countDeadJobs: (to: Grantee) =>
      give(to, "CountDeadJobs", ["sqs:GetQueueAttributes"], [queues.deadJobs.queueArn]),
    parameters: (to: Grantee) => {
      give(to, "Parameters", ["ssm:GetParameters"], Object.values(parameterNames).map(parameter));
      // Whoever needs the key ring first makes it.
      give(to, "FirstKeyRing", ["ssm:PutParameter"], [parameter(parameterNames.keyRing)]);
    },
    tellEdge: (to: Grantee, store: string) =>
      give(
        to,
        "TellEdge",
        ["DescribeKeyValueStore", "PutKey", "UpdateKeys"].map((verb) => `cloudfront-keyvaluestore:${verb}`),
        [store],
      ),
    speak: (to: Grantee) => give(to, "Speak", ["polly:SynthesizeSpeech", "polly:DescribeVoices"], ["*"]),
    transcribe: (to: Grantee) => {
      const jobs = stack.formatArn({
        service: "transcribe",
        resource: "transcription-job",
        resourceName: "yoto-smart-stream-*",
      });
      acknowledgeBeginnings(stack, [jobs]);
      const verbs = ["StartTranscriptionJob", "GetTranscriptionJob", "DeleteTranscriptionJob"];
      give(
        to,
        "Transcribe",
        verbs.map((verb) => `transcribe:${verb}`),
        [jobs],
      );
    },
  };
}

/** @see grantsOver */
export type Grants = ReturnType<typeof grantsOver>;
