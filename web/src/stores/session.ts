import { batch, computed, signal } from "@preact/signals";
import type { Session } from "../../../src/http/schema/session.ts";
import { onLive, onLost, startLive, stopLive } from "../api/live.ts";
import { onSessionGone, request } from "../api/request.ts";
import { createResource } from "./resource.ts";

const resource = createResource<Session>(() => request("GET", "/api/session"));
const forgetters = new Set<() => void>();

/** Who is looking; `undefined` until the server said so. */
export const session = resource.value;
export const sessionFailure = resource.failure;

/** The session ended while somebody was at work: the page, with what was typed, waits until they sign in again. */
export const sessionEnded = signal(false);

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

const nameIn = (of: Session | undefined) => (of?.state === "signed-in" ? of.user.name : undefined);

function entered(answer: Session) {
  batch(() => {
    // Somebody else must not see what the page holds.
    if (nameIn(session.value) !== nameIn(answer)) forgetAll();
    session.value = answer;
    sessionEnded.value = false;
  });
  startLive();
}

function left() {
  stopLive();
  forgetAll();
  const pretend = demo.value;
  session.value = { state: "signed-out", ...(pretend === undefined ? {} : { demo: pretend }) };
}

function forgetAll() {
  for (const forget of forgetters) forget();
}

function ended() {
  if (session.value?.state !== "signed-in") return;
  stopLive();
  sessionEnded.value = true;
}

/** Who signed in in another tab meanwhile need not do so here; and who was signed out there, is so here. */
export async function checkSession(): Promise<void> {
  const answer = await request<Session>("GET", "/api/session").catch(() => undefined);
  if (answer?.state === "signed-out") ended();
  else if (answer?.state === "signed-in" && sessionEnded.value) entered(answer);
}

onSessionGone(ended);
onLive("signed-out", ended);
onLost(() => void checkSession());

/** Asks who is looking and starts what follows. */
export async function startSession(): Promise<void> {
  await resource.load();
  if (session.value?.state === "signed-in") startLive();
}
