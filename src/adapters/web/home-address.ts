import { BlockList, isIP } from "node:net";

const home4 = new BlockList();
const home6 = new BlockList();
for (const [net, bits] of [
  ["10.0.0.0", 8],
  ["127.0.0.0", 8],
  ["172.16.0.0", 12],
  ["192.168.0.0", 16],
] as const)
  home4.addSubnet(net, bits, "ipv4");
home6.addAddress("::1", "ipv6");
home6.addSubnet("fc00::", 7, "ipv6");
/** Where machines in a cloud ask for their own credentials: private by its form, nobody's home. */
const clouds = new BlockList();
clouds.addSubnet("fd00:ec2::", 32, "ipv6");
clouds.addSubnet("fd20:ce::", 32, "ipv6");

/** Whether an IP address (no name) is one of a network at home or of this machine. What wraps an IPv4 address is not. */
export function isHomeAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return home4.check(address, "ipv4");
  return family === 6 && home6.check(address, "ipv6") && !clouds.check(address, "ipv6");
}
