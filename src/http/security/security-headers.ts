import type { MiddlewareHandler } from "hono";
import type { AppEnv } from "../app-env.ts";

/**
 * Headers on every answer. Scripts, styles and everything else come from this origin only and nothing inline runs; in demo
 * mode the pretend Yoto may be talked to as well, because its players are on the screen.
 */
export function securityHeaders(publicUrl: URL, pretendUrl: URL | undefined): MiddlewareHandler<AppEnv> {
  const also = pretendUrl === undefined ? "" : ` ${pretendUrl.origin}`;
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    `img-src 'self' data: blob:${also}`,
    "font-src 'self'",
    "media-src 'self' blob:",
    `connect-src 'self'${also}`,
    "manifest-src 'self'",
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
  const https = publicUrl.protocol === "https:";
  return async (c, next) => {
    await next();
    const { headers } = c.res;
    headers.set("Content-Security-Policy", policy);
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("X-Frame-Options", "DENY");
    headers.set("Referrer-Policy", "no-referrer");
    headers.set("Cross-Origin-Opener-Policy", "same-origin");
    headers.set("Cross-Origin-Resource-Policy", "same-origin");
    headers.set("Permissions-Policy", "camera=(), geolocation=(), payment=(), usb=()");
    if (https) headers.set("Strict-Transport-Security", "max-age=15552000");
  };
}
