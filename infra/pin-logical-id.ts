import { CfnResource } from "aws-cdk-lib";
import type { Construct } from "constructs";

/**
 * Fixes the name by which CloudFormation knows a resource. For what holds data: moved in the code under another name it
 * would be replaced by an empty one.
 */
export function pinLogicalId(construct: Construct, logicalId: string): void {
  const resource = construct.node.defaultChild ?? construct;
  if (!CfnResource.isCfnResource(resource)) throw new Error(`${construct.node.path} is no resource`);
  resource.overrideLogicalId(logicalId);
}
