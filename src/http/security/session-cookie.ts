import type { Context } from "hono";
import { deleteCookie, setCookie } from "hono/cookie";
import { isHttps } from "./request-origin.ts";

const secureName = "__Host-yss";
const plainName = "yss";

/** Names under which a session's cookie may come, the safer one first. */
export const cookieNames = [secureName, plainName] as const;

/** Gives the browser its session: `__Host-` and `Secure` over https, a plain cookie on a home network without it. */
export function giveSessionCookie(c: Context, publicUrl: URL, token: string, maxAgeSeconds: number): void {
  const secure = isHttps(c, publicUrl);
  setCookie(c, secure ? secureName : plainName, token, {
    path: "/",
    httpOnly: true,
    sameSite: "Lax",
    secure,
    maxAge: maxAgeSeconds,
  });
}

/** Takes the session's cookie back, under both names. */
export function takeSessionCookie(c: Context, publicUrl: URL): void {
  deleteCookie(c, plainName, { path: "/" });
  if (isHttps(c, publicUrl)) deleteCookie(c, secureName, { path: "/", secure: true });
}
