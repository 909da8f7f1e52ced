import { computed } from "@preact/signals";
import type { Session } from "../../../src/http/schema/session.ts";
import { onLive, startLive, stopLive } from "../api/live.ts";
import { onSessionGone, request } from "../api/request.ts";
import { createResource } from "./resource.ts";

const resource = createResource<Session>(() => request("GET", "/api/session"));
const forgetters = new Set<() => void>();

/** Who is looking; `undefined` until the server said so. */
export const session = resource.value;
export const sessionFailure = resource.failure;
export const loadSession = resource.load;

/** Where the pretend Yoto is, in demo mode. */
export const demo = computed(() => session.value?.demo);
export const isAdmin = computed(() =>
  session.value?.state === "signed-in" ? session.value.user.role === "admin" : false,
);

/** Registers what must not survive a sign-out. */
export function forgetOnSignOut(forget: () => void): void {
  forgetters.add(forget);
}

/** Registers the first admin. Throws `ApiFailure`. */
export async function setUp(name: string, password: string, token: string | undefined): Promise<void> {
  const body = { name, password, ...(token === undefined ? {} : { token }) };
  entered(await request<Session>("POST", "/api/session/setup", { body }));
}

/** Throws `ApiFailure`. */
export async function signIn(name: string, password: string): Promise<void> {
  entered(await request<Session>("POST", "/api/session", { body: { name, password } }));
}

/** Ends the session at the server and forgets everything here. Throws `ApiFailure`. */
export async function signOut(): Promise<void> {
  await request("DELETE", "/api/session");
  left();
}

function entered(answer: Session) {
  session.value = answer;
  startLive();
}

function left() {
  stopLive();
  for (const forget of forgetters) forget();
  const pretend = demo.value;
  session.value = { state: "signed-out", ...(pretend === undefined ? {} : { demo: pretend }) };
}

onSessionGone(() => {
  if (session.value?.state === "signed-in") left();
});
onLive("signed-out", left);

/** Asks who is looking and starts what follows. */
export async function startSession(): Promise<void> {
  await loadSession();
  if (session.value?.state === "signed-in") startLive();
}
