import { Duration, RemovalPolicy } from "aws-cdk-lib";
import { AttributeType, BillingMode, ProjectionType, Table } from "aws-cdk-lib/aws-dynamodb";
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  HttpMethods,
  ObjectOwnership,
} from "aws-cdk-lib/aws-s3";
import { Construct } from "constructs";
import { indexName } from "../src/main/aws/agreed-names.ts";
import { pinLogicalId } from "./pin-logical-id.ts";

/** On-demand tables are bounded here: a bug or an attack cannot read or write faster, whatever it costs us in answers. */
const most = { readUnits: 100, writeUnits: 25 };

/** What must never be lost: the table and the audio. Also the web app's bucket, which can be filled again. */
export class Storage extends Construct {
  readonly table: Table;
  readonly audio: Bucket;
  readonly ui: Bucket;

  constructor(scope: Construct, id: string, { domain }: { readonly domain: string | undefined }) {
    super(scope, id);
    this.table = new Table(this, "Table", {
      partitionKey: { name: "PK", type: AttributeType.STRING },
      sortKey: { name: "SK", type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      maxReadRequestUnits: most.readUnits,
      maxWriteRequestUnits: most.writeUnits,
      timeToLiveAttribute: "expiresAt",
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true, recoveryPeriodInDays: 7 },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    this.table.addGlobalSecondaryIndex({
      indexName,
      partitionKey: { name: "GSI1PK", type: AttributeType.STRING },
      sortKey: { name: "GSI1SK", type: AttributeType.STRING },
      projectionType: ProjectionType.ALL,
      maxReadRequestUnits: most.readUnits,
      maxWriteRequestUnits: most.writeUnits,
    });
    pinLogicalId(this.table, "Table");

    const common = {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      versioned: true,
      removalPolicy: RemovalPolicy.RETAIN,
      lifecycleRules: [
        {
          abortIncompleteMultipartUploadAfter: Duration.days(2),
          noncurrentVersionExpiration: Duration.days(30),
        },
      ],
    };
    this.audio = new Bucket(this, "Audio", {
      ...common,
      lifecycleRules: [
        ...common.lifecycleRules,
        // Made of the recordings, and made again when asked for.
        { prefix: "audio/joined-", expiration: Duration.days(30) },
        // Spoken portions of texts: the recordings have them, too.
        { prefix: "speech/", expiration: Duration.days(30) },
      ],
      // Browsers upload with signed addresses; who may is decided when the address is signed.
      cors: [
        {
          allowedOrigins: [domain === undefined ? "https://*.cloudfront.net" : `https://${domain}`],
          allowedMethods: [HttpMethods.PUT],
          allowedHeaders: ["content-type", "content-length", "x-amz-*"],
          exposedHeaders: ["ETag"],
          maxAge: 3600,
        },
      ],
    });
    this.ui = new Bucket(this, "Ui", common);
    pinLogicalId(this.audio, "AudioBucket");
    pinLogicalId(this.ui, "UiBucket");
  }
}
