import { Duration, RemovalPolicy } from "aws-cdk-lib";
import { AccessLogFormat } from "aws-cdk-lib/aws-apigateway";
import { HttpApi, HttpStage, LogGroupLogDestination } from "aws-cdk-lib/aws-apigatewayv2";
import { HttpLambdaIntegration } from "aws-cdk-lib/aws-apigatewayv2-integrations";
import { Alias } from "aws-cdk-lib/aws-lambda";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import { BundledFunction, calledOnce } from "./bundled-function.ts";
import type { Grants } from "./grants.ts";

/** What the API takes before it says 429: ten families' worth. */
export const throttle = { ratePerSecond: 10, burst: 50 };

export type HttpFrontProps = {
  readonly bundles: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly grants: Grants;
  readonly reservedConcurrency: number | undefined;
};

/** The API: a function behind an alias that can be set back in seconds, behind an HTTP API that throttles. */
export class HttpFront extends Construct {
  readonly fn: BundledFunction;
  readonly alias: Alias;
  readonly api: HttpApi;
  readonly stage: HttpStage;

  constructor(
    scope: Construct,
    id: string,
    { bundles, environment, grants, reservedConcurrency }: HttpFrontProps,
  ) {
    super(scope, id);
    this.fn = new BundledFunction(this, "Api", {
      bundles,
      bundle: "api",
      description: "Yoto Smart Stream: the API",
      memoryMb: 512,
      timeout: Duration.seconds(29),
      environment,
      reservedConcurrency,
    });
    const { role, fn } = this.fn;
    grants.table(role);
    grants.files(role);
    grants.sendOrdersAndJobs(role);
    grants.countDeadJobs(role);
    grants.parameters(role);
    grants.speak(role);
    // An old version is what a rollback goes back to.
    const version = fn.currentVersion;
    version.applyRemovalPolicy(RemovalPolicy.RETAIN);
    this.alias = new Alias(this, "Live", { aliasName: "live", version, ...calledOnce });

    this.api = new HttpApi(this, "HttpApi", {
      createDefaultStage: false,
      description: "Yoto Smart Stream",
      defaultIntegration: new HttpLambdaIntegration("Integration", this.alias),
    });
    const requests = new LogGroup(this, "Requests", {
      retention: RetentionDays.TWO_WEEKS,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.stage = new HttpStage(this, "Stage", {
      httpApi: this.api,
      stageName: "$default",
      autoDeploy: true,
      throttle: { rateLimit: throttle.ratePerSecond, burstLimit: throttle.burst },
      accessLogSettings: {
        destination: new LogGroupLogDestination(requests),
        // No path: it may hold a card's secret.
        format: AccessLogFormat.custom(
          JSON.stringify({
            id: "$context.requestId",
            at: "$context.requestTime",
            method: "$context.httpMethod",
            status: "$context.status",
            ms: "$context.responseLatency",
            error: "$context.integrationErrorMessage",
          }),
        ),
      },
    });
  }
}
