import { join } from "node:path";
import { Duration, RemovalPolicy, Size } from "aws-cdk-lib";
import { Effect, PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Architecture, Code, Function as LambdaFunction, Runtime } from "aws-cdk-lib/aws-lambda";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import type { BundleName } from "../src/main/aws/agreed-names.ts";

export type BundledFunctionProps = {
  /** The folder with the bundles: in it one for each program. */
  readonly bundles: string;
  readonly bundle: BundleName;
  readonly description: string;
  readonly memoryMb: number;
  readonly timeout: Duration;
  readonly environment: Readonly<Record<string, string>>;
  readonly reservedConcurrency?: number | undefined;
  /** How often a call that nobody waits for is repeated when it fails; never, where nothing is said: most come again by themselves. */
  readonly retries?: 1 | 2;
  /** Room for files in `/tmp`; 512 MB where nothing is said. */
  readonly scratchGib?: number;
};

/** For an alias as well: what is said of a function, Lambda does not hold for said of its aliases. The next schedule calls anew. */
export const calledOnce = { retryAttempts: 0, maxEventAge: Duration.minutes(1) };

/** A Lambda function from one of our bundles, with its log and a role that may write there and nothing else yet. */
export class BundledFunction extends Construct {
  readonly fn: LambdaFunction;
  readonly role: Role;
  readonly logs: LogGroup;

  constructor(scope: Construct, id: string, props: BundledFunctionProps) {
    super(scope, id);
    this.logs = new LogGroup(this, "Logs", {
      retention: RetentionDays.TWO_WEEKS,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.role = new Role(this, "Role", { assumedBy: new ServicePrincipal("lambda.amazonaws.com") });
    allow(this.role, ["logs:CreateLogStream", "logs:PutLogEvents"], [this.logs.logGroupArn]);
    const { bundle, bundles } = props;
    this.fn = new LambdaFunction(this, "Function", {
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      code: Code.fromAsset(join(bundles, bundle)),
      handler: `${bundle}.handler`,
      description: props.description,
      memorySize: props.memoryMb,
      ...(props.scratchGib !== undefined && { ephemeralStorageSize: Size.gibibytes(props.scratchGib) }),
      timeout: props.timeout,
      environment: { ...props.environment },
      role: this.role,
      logGroup: this.logs,
      retryAttempts: props.retries ?? 0,
      ...(props.reservedConcurrency !== undefined && {
        reservedConcurrentExecutions: props.reservedConcurrency,
      }),
    });
  }
}

/** Lets a role do exactly these things to exactly these. */
export function allow(role: Role, actions: readonly string[], resources: readonly string[]): void {
  role.addToPolicy(
    new PolicyStatement({ effect: Effect.ALLOW, actions: [...actions], resources: [...resources] }),
  );
}
