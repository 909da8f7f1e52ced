import { Fn } from "aws-cdk-lib";
import {
  CfnEgressOnlyInternetGateway,
  CfnInternetGateway,
  CfnRoute,
  CfnRouteTable,
  CfnSecurityGroup,
  CfnSubnet,
  CfnSubnetRouteTableAssociation,
  CfnVPC,
  CfnVPCCidrBlock,
  CfnVPCGatewayAttachment,
} from "aws-cdk-lib/aws-ec2";
import { Construct } from "constructs";

/**
 * Two public subnets without a way in: the task only calls out. No NAT gateway (33 dollars a month). With `ipv6Only` the task
 * has no IPv4 address at all, which saves its price.
 */
export class TaskNetwork extends Construct {
  readonly subnetIds: readonly string[];
  readonly securityGroupId: string;

  constructor(scope: Construct, id: string, { ipv6Only }: { readonly ipv6Only: boolean }) {
    super(scope, id);
    const vpc = new CfnVPC(this, "Vpc", {
      cidrBlock: "10.0.0.0/24",
      enableDnsHostnames: true,
      enableDnsSupport: true,
    });
    const gateway = new CfnInternetGateway(this, "Gateway");
    const attached = new CfnVPCGatewayAttachment(this, "Attached", {
      vpcId: vpc.ref,
      internetGatewayId: gateway.ref,
    });
    const routes = new CfnRouteTable(this, "Routes", { vpcId: vpc.ref });
    const v6 = ipv6Only
      ? new CfnVPCCidrBlock(this, "V6", { vpcId: vpc.ref, amazonProvidedIpv6CidrBlock: true })
      : undefined;
    if (v6 === undefined) {
      new CfnRoute(this, "Out", {
        routeTableId: routes.ref,
        destinationCidrBlock: "0.0.0.0/0",
        gatewayId: gateway.ref,
      }).addResourceDependency(attached);
    } else {
      // Only outwards: nobody can call in, whatever the security group says.
      const egress = new CfnEgressOnlyInternetGateway(this, "Egress", { vpcId: vpc.ref });
      new CfnRoute(this, "OutV6", {
        routeTableId: routes.ref,
        destinationIpv6CidrBlock: "::/0",
        egressOnlyInternetGatewayId: egress.ref,
      });
    }
    this.subnetIds = [0, 1].map((at) => {
      const subnet = new CfnSubnet(this, `Subnet${at}`, {
        vpcId: vpc.ref,
        availabilityZone: Fn.select(at, Fn.getAzs()),
        ...(v6 === undefined
          ? { cidrBlock: `10.0.0.${at * 128}/25`, mapPublicIpOnLaunch: false }
          : {
              ipv6Native: true,
              assignIpv6AddressOnCreation: true,
              ipv6CidrBlock: Fn.select(at, Fn.cidr(Fn.select(0, vpc.attrIpv6CidrBlocks), 2, "64")),
            }),
      });
      if (v6 !== undefined) subnet.addResourceDependency(v6);
      new CfnSubnetRouteTableAssociation(this, `Routed${at}`, {
        subnetId: subnet.ref,
        routeTableId: routes.ref,
      });
      return subnet.ref;
    });
    const out = (port: number, ipProtocol: string) =>
      ipv6Only
        ? { ipProtocol, fromPort: port, toPort: port, cidrIpv6: "::/0" }
        : { ipProtocol, fromPort: port, toPort: port, cidrIp: "0.0.0.0/0" };
    this.securityGroupId = new CfnSecurityGroup(this, "OnlyOut", {
      groupDescription: "Yoto Smart Stream listener: calls out over TLS, takes no calls",
      vpcId: vpc.ref,
      securityGroupIngress: [],
      securityGroupEgress: [out(443, "tcp"), out(8883, "tcp")],
    }).attrGroupId;
  }
}
