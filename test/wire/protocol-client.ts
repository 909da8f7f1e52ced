import { createHash } from "node:crypto";
import mqtt, { type IClientOptions } from "mqtt";
import { vi } from "vitest";
import { virtualClock } from "../../src/simulator/clock.ts";
import { type PretendFamilyOptions, startPretendFamily } from "../../src/simulator/pretend-family.ts";

/** JSON of any shape; a path that leads nowhere fails the test that goes it. */
// biome-ignore lint/suspicious/noExplicitAny: these tests look at answers of every shape.
export type Answer = { readonly status: number; readonly headers: Headers; readonly body: any };

export const audience = "https://api.yotoplay.com";
export const redirectUri = "http://127.0.0.1:8787/callback";
export const codeVerifier = "0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFG";
export const sha256 = (bytes: Uint8Array | string, as: "hex" | "base64url" = "hex") =>
  createHash("sha256").update(bytes).digest(as);

/** What a full-featured app asks for. */
export const scope =
  "offline_access family:view family:devices:view family:devices:control family:devices:manage family:library:view " +
  "family:library:manage user:content:view user:content:manage user:icons:manage";

/** The client id of the app that every pretend cloud knows. */
const clientId = "pretend-client";

/**
 * A pretend Yoto as a program sees it that was not written by us: addresses, plain `fetch` and `mqtt`, nothing else. The
 * strings behind the scenes are pulled over `/_pretend`.
 */
export async function aForeignClient(options: PretendFamilyOptions = {}) {
  const yoto = await startPretendFamily({ clock: virtualClock(Date.UTC(2026, 8, 1, 12)), ...options });
  const { url } = yoto;
  const clients = new AsyncDisposableStack();

  const ask = async (method: string, path: string, init: RequestInit = {}): Promise<Answer> => {
    const address = path.startsWith("http") ? path : `${url}${path}`;
    const answer = await fetch(address, { method, redirect: "manual", ...init });
    const bytes = Buffer.from(await answer.arrayBuffer());
    const isJson = answer.headers.get("content-type")?.startsWith("application/json") === true;
    return {
      status: answer.status,
      headers: answer.headers,
      body: isJson ? JSON.parse(bytes.toString()) : bytes,
    };
  };
  const json = (value: unknown) => ({
    headers: { "content-type": "application/json" },
    body: JSON.stringify(value),
  });
  const pretend = async (method: string, path: string, value?: unknown) =>
    (await ask(method, `/_pretend${path}`, value === undefined ? {} : json(value))).body;
  await pretend("PATCH", "/switches", { autoConsentAs: yoto.account.sub });

  const form = (path: string, fields: Record<string, string>) =>
    ask("POST", path, { body: new URLSearchParams(fields) });
  const authorize = async (over: Record<string, string> = {}) => {
    const query = new URLSearchParams({
      response_type: "code",
      client_id: clientId,
      redirect_uri: redirectUri,
      audience,
      scope,
      state: "s1",
      code_challenge: sha256(codeVerifier, "base64url"),
      code_challenge_method: "S256",
      ...over,
    });
    const { headers } = await ask("GET", `/authorize?${query}`);
    return new URL(headers.get("location") ?? "").searchParams;
  };
  const signIn = async (over: Record<string, string> = {}) => {
    const code = (await authorize(over)).get("code") ?? "";
    return form("/oauth/token", {
      grant_type: "authorization_code",
      client_id: clientId,
      code,
      redirect_uri: redirectUri,
      code_verifier: codeVerifier,
    });
  };
  const token: string = (await signIn()).body.access_token;
  const bearer = { authorization: `Bearer ${token}` };

  /** Connects as the documentation says, and keeps what it hears. */
  const connect = (over: IClientOptions = {}) => {
    const client = mqtt.connect(`${url.replace("http", "ws")}/mqtt`, {
      clientId: "FOREIGN1",
      username: "_?x-amz-customauthorizer-name=PublicJWTAuthorizer",
      password: token,
      keepalive: 300,
      reconnectPeriod: 0,
      ALPNProtocols: ["x-amzn-mqtt-ca"],
      ...over,
    });
    const heard: { topic: string; json: Answer["body"] }[] = [];
    const ended: string[] = [];
    client.on("error", (error) => ended.push(error.message));
    client.on("close", () => ended.push("closed"));
    client.on("message", (topic, payload) => heard.push({ topic, json: JSON.parse(payload.toString()) }));
    clients.defer(() => client.endAsync(true));
    return {
      client,
      ended,
      heard,
      isConnected: () => vi.waitFor(() => client.connected || Promise.reject(new Error("not connected"))),
      isClosed: () => vi.waitFor(() => ended.includes("closed") || Promise.reject(new Error("not closed"))),
      /** The last message on a topic that looks right. */
      hears: (topic: string, looks: (json: Answer["body"]) => boolean = () => true) =>
        vi.waitFor(() => {
          const found = heard.findLast((each) => each.topic === topic && looks(each.json));
          const last = heard.slice(-3).map((each) => JSON.stringify(each));
          if (found === undefined) throw new Error(`nothing like that on ${topic}; last: ${last.join("; ")}`);
          return found.json;
        }),
    };
  };

  return {
    url,
    ask,
    form,
    pretend,
    authorize,
    signIn,
    token,
    clientId,
    connect,
    advance: (advanceMs: number) => pretend("POST", "/clock", { advanceMs }),
    /** Calls the API; a value goes as JSON. */
    api: (method: string, path: string, value?: unknown) => {
      const { headers, body } = value === undefined ? { headers: {}, body: null } : json(value);
      return ask(method, path, { headers: { ...bearer, ...headers }, body });
    },
    /** Sends bytes as they are. */
    send: (method: string, path: string, bytes: Uint8Array<ArrayBuffer>, type: string, withToken = true) =>
      ask(method, path, { headers: { "content-type": type, ...(withToken && bearer) }, body: bytes }),
    async [Symbol.asyncDispose]() {
      await clients[Symbol.asyncDispose]();
      await yoto[Symbol.asyncDispose]();
    },
  };
}

/** The names of all fields, however deep, to compare shapes: `a.b`, and `a.0.b` in lists. */
export function fieldNames(value: unknown, at = ""): string[] {
  if (typeof value !== "object" || value === null) return [at];
  return Object.entries(value).flatMap(([name, inner]) =>
    fieldNames(inner, at === "" ? name : `${at}.${name}`),
  );
}
