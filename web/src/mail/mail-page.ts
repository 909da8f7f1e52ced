import type { MailPage } from "../../../src/http/schema/mailbox.ts";
import { canRecord, type Recorder, startRecorder } from "../making/recorder.ts";
import { clockOf } from "../ui/words.ts";
import "../styles/tokens.css";
import "../styles/base.css";
import "../ui/button.css";
import "./mail-page.css";

/** Longer messages are ended by themselves, so that they surely fit. */
const longestSeconds = 600;
const lookEveryMs = 100;

const main = document.getElementById("mail") ?? document.body;
const secret = location.pathname.split("/")[2] ?? "";
const path = `/api/mailbox/${encodeURIComponent(secret)}`;

/** An element with a class, its text, and its children. */
function made<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  className: string,
  ...inside: readonly (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  element.className = className;
  element.append(...inside);
  return element;
}

function button(words: string, className: string, run: () => void): HTMLButtonElement {
  const element = made("button", className, words);
  element.type = "button";
  element.addEventListener("click", run);
  return element;
}

function show(...inside: readonly (Node | string)[]): void {
  const hadFocus = main.contains(document.activeElement);
  main.replaceChildren(...inside);
  if (hadFocus) main.querySelector("button")?.focus();
}

function told(title: string, words: string, ...more: readonly Node[]): void {
  show(made("h1", "", title), made("p", "mail-words", words), ...more);
}

function ready(page: MailPage): void {
  const begin = button("Record", "mail-button", () => void recordNow(page));
  told(`Hello ${page.name}`, `Press the button and speak. “${page.mailbox}” plays it for the child.`, begin);
}

async function recordNow(page: MailPage): Promise<void> {
  let recorder: Recorder;
  try {
    recorder = await startRecorder();
  } catch {
    const again = button("Try again", "button button-main", () => void recordNow(page));
    return told("The microphone is closed", "Allow this page to use the microphone, then try again.", again);
  }
  const beganMs = Date.now();
  const time = made("p", "mail-time", "0:00");
  time.setAttribute("role", "timer"); // else every second of it would be read out
  const level = made("meter", "mail-level");
  level.ariaLabel = "How loud";
  const stop = async () => {
    clearInterval(timer);
    const { sound } = await recorder.stop();
    review(page, sound);
  };
  const timer = setInterval(() => {
    const seconds = (Date.now() - beganMs) / 1000;
    time.textContent = clockOf(seconds);
    level.value = recorder.level();
    if (seconds >= longestSeconds) void stop();
  }, lookEveryMs);
  told(
    "Speak now",
    "Press again when you are done.",
    button("Stop", "mail-button mail-button-on", () => void stop()),
    time,
    level,
  );
}

function review(page: MailPage, sound: Blob): void {
  const player = made("audio", "mail-player");
  player.controls = true;
  player.src = URL.createObjectURL(sound);
  const send = button("Send it", "button button-main mail-wide", () => void sendNow(page, sound));
  const again = button("Record anew", "button button-plain mail-wide", () => void recordNow(page));
  told("Is it good?", "Hear it once, then send it.", player, send, again);
}

async function sendNow(page: MailPage, sound: Blob): Promise<void> {
  told("Sending …", "Keep this page open for a moment.");
  const again = button("Try again", "button button-main mail-wide", () => void sendNow(page, sound));
  if (sound.size > page.mostBytes)
    return told(
      "That is too long",
      "Record a shorter message.",
      button("Record", "mail-button", () => ready(page)),
    );
  try {
    const answer = await fetch(`${path}/messages`, {
      method: "POST",
      headers: { "Content-Type": "application/octet-stream" },
      body: sound,
    });
    if (answer.ok)
      return told("Thank you", "It is on its way. It plays the next time the card is put in.", another(page));
    if (answer.status === 429)
      return told("One moment", "There were many messages just now. Try again in a while.", again);
    return told("It did not arrive", "This link may have been taken away. Ask for a new one.", again);
  } catch {
    told("It did not arrive", "There is no connection. Your recording is still here.", again);
  }
}

function another(page: MailPage): HTMLButtonElement {
  return button("Another one", "button button-plain mail-wide", () => ready(page));
}

async function start(): Promise<void> {
  try {
    const answer = await fetch(path);
    if (!answer.ok) return told("This link does not work", "It may have been taken away. Ask for a new one.");
    const page = (await answer.json()) as MailPage;
    if (!canRecord())
      return told(
        "This browser cannot record here",
        "Open the link in Safari, Chrome or Firefox, and make sure that its address begins with https.",
      );
    ready(page);
  } catch {
    const again = button("Try again", "button button-main", () => void start());
    told("No connection", "The page could not be reached.", again);
  }
}

void start();
