import type { Context } from "hono";
import type { AppEnv } from "../app-env.ts";

const loopbackNames = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** `Host` without its port, lower case; empty when there is none. */
function hostNameOf(c: Context): string {
  const host = (c.req.header("host") ?? new URL(c.req.url).host).toLowerCase();
  return host.replace(/:\d+$/, "");
}

/** Whether the browser believes to talk to this very machine (and so was not rebound by somebody's DNS). */
export function saysLoopback(c: Context): boolean {
  return loopbackNames.has(hostNameOf(c));
}

/** Whether somebody between the client and us left a trace: then a loopback socket proves nothing. */
export function cameThroughProxy(c: Context): boolean {
  return ["forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via"].some(
    (name) => c.req.header(name) !== undefined,
  );
}

/** Whether the client speaks https to us or to the proxy in front of us. A lie here only hurts the liar's own cookie. */
export function isHttps(c: Context, publicUrl: URL): boolean {
  if (new URL(c.req.url).protocol === "https:") return true;
  if (c.req.header("x-forwarded-proto")?.split(",")[0]?.trim() === "https") return true;
  return publicUrl.protocol === "https:" && c.req.header("host")?.toLowerCase() === publicUrl.host;
}

/** Address of the client (of IPv6 the /64 that a household has), for throttling. A proxy's word counts only when the proxy is on this machine. */
export function clientAddressOf(c: Context<AppEnv>): string {
  if (c.env?.clientAddress !== undefined) return networkOf(c.env.clientAddress);
  return clientAddress(c.env?.incoming?.socket?.remoteAddress, c.req.header("x-forwarded-for"));
}

/** The same from what node's own server knows: who is at the other end of the socket, and what a proxy says. */
export function clientAddress(peer = "unknown", forwardedFor: string | undefined): string {
  const local = peer === "::1" || peer === "unknown" || /^(::ffff:)?127\./.test(peer);
  const forwarded = local ? forwardedFor?.split(",").at(-1)?.trim() : undefined;
  return networkOf(forwarded === undefined || forwarded === "" ? peer : forwarded.slice(0, 64));
}

function networkOf(address: string): string {
  if (!address.includes(":") || address.includes(".")) return address;
  const [head = "", tail = ""] = address.split("::");
  const groups = head.split(":").filter((group) => group !== "");
  const after = tail.split(":").filter((group) => group !== "").length;
  while (address.includes("::") && groups.length < Math.min(4, 8 - after)) groups.push("0");
  return `${groups.slice(0, 4).join(":")}::/64`;
}
