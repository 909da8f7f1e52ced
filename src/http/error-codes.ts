import type { ContentfulStatusCode } from "hono/utils/http-status";
import { spareDiskBytes } from "../ports/disk-full.ts";

type Told = { readonly status: ContentfulStatusCode; readonly message: string };

/** Every code this API answers with, its status, and the sentence for people. The one place where they are written. */
export const errorCodes = {
  "invalid-request": {
    status: 400,
    message: "Something in the request is not as it should be. Look at it once more.",
  },
  "not-signed-in": { status: 401, message: "Sign in first." },
  "wrong-name-or-password": { status: 401, message: "The name or the password is wrong. Try again." },
  "admins-only": { status: 403, message: "Only an admin may do this. Ask one, or sign in as one." },
  "other-site": {
    status: 403,
    message: "The request came from another website. Open this server's own page.",
  },
  "host-not-allowed": {
    status: 403,
    message:
      "Nobody is registered yet, so only this machine's own address works. Open it as http://localhost.",
  },
  "set-up-link-needed": {
    status: 403,
    message: "Open the set-up link that the server printed when it started; it works once.",
  },
  "already-set-up": { status: 409, message: "Somebody is registered already. Sign in." },
  "name-taken": { status: 409, message: "Somebody has this name already. Choose another one." },
  "last-admin": { status: 409, message: "There would be no admin left. Make somebody else an admin first." },
  "too-many-tries": { status: 429, message: "Too many tries. Wait a while, then try again." },
  "too-many-rules": { status: 409, message: "There are a hundred rules already. Delete one first." },
  "not-found": { status: 404, message: "There is no such thing here. It may have been deleted." },
  "no-such-route": {
    status: 404,
    message: "There is nothing at this address. /api/docs lists what there is.",
  },
  "too-large": { status: 413, message: "That is larger than allowed." },
  "empty-upload": { status: 400, message: "The file is empty. Choose another one." },
  "not-audio": { status: 415, message: "This is not audio that we can read." },
  "not-a-picture": {
    status: 415,
    message:
      "This is no picture that we can read. JPEG, PNG, GIF and WebP are; the web app also takes what your browser shows.",
  },
  "too-many-dots": { status: 400, message: "This picture has too many dots. Make it smaller first." },
  "nothing-to-draw": {
    status: 400,
    message: "There is no letter in it that we can draw. Digits, Latin letters and ! ? + - & can be.",
  },
  "no-picture-there": { status: 404, message: "This recording brought no picture with it." },
  "no-such-chapter": { status: 404, message: "The card has no chapter with this key." },
  "audio-too-long": { status: 400, message: "This recording is longer than a track of a card may be." },
  "already-followed": { status: 409, message: "The family follows this podcast already." },
  "no-feed": {
    status: 422,
    message: "There is no podcast's feed at this address. Look on its web page for RSS.",
  },
  "media-server-password": {
    status: 422,
    message: "The media server does not know this name and password. Check both.",
  },
  "no-media-server": { status: 422, message: "There is no such media server at this address." },
  "disk-full": {
    status: 507,
    message: `The disk is too full for this: ${spareDiskBytes / 1_000_000} MB of it stay free. Make room, or empty the trash.`,
  },
  "in-use": { status: 409, message: "It is used elsewhere. Remove it there first, or say that you mean it." },
  "changed-meanwhile": { status: 409, message: "Somebody changed it meanwhile. Load it again and repeat." },
  "no-account": { status: 409, message: "No Yoto family is linked yet. Link one in the settings." },
  "which-account": {
    status: 400,
    message: "Several Yoto families are linked. Say which one with accountId.",
  },
  "card-too-large": { status: 400, message: "That is more than Yoto lets one card hold." },
  "not-a-story": {
    status: 415,
    message: "There is no story in this file. Twee 3 (.twee, .tw) and Twine's own HTML can be read.",
  },
  "story-not-ready": { status: 409, message: "Something in the story is not right yet. Put it right first." },
  "version-silent": {
    status: 409,
    message: "This version would be silent. Make the card of its story again.",
  },
  "made-here": {
    status: 409,
    message: "This card was made here. Change it on its own page, or the next publishing would undo it.",
  },
  "cannot-split": {
    status: 409,
    message: "Only a chapter that plays one MP3 of the library can be split.",
  },
  "no-speech": { status: 501, message: "Speaking text is not set up on this server." },
  "no-transcriber": {
    status: 501,
    message: "Nobody is set up to listen here. Set TRANSCRIBER as docs/making.md tells, and start again.",
  },
  "has-its-text": { status: 409, message: "This recording was spoken here: its text is known already." },
  "not-published": { status: 409, message: "Yoto does not have this card yet. Publish it first." },
  "nothing-playing": {
    status: 409,
    message: "Nothing plays on this player, so there is nothing to move in.",
  },
  "no-track-there": { status: 409, message: "The card has no track there." },
  "player-offline": {
    status: 409,
    message: "This player is offline, so nothing was sent. Switch it on and check its Wi-Fi.",
  },
  "bluetooth-loudspeaker": {
    status: 409,
    message:
      "This player is a Bluetooth loudspeaker now and hears nothing from us. Hold its left button for three seconds; then it is back.",
  },
  "not-taken": {
    status: 502,
    message: "Yoto took the change but still tells the old values. Try again in a minute; details say which.",
  },
  "changed-since": {
    status: 409,
    message: "Somebody has set something else since, so this is not taken back. Details say what.",
  },
  "nothing-to-undo": {
    status: 409,
    message: "There is nothing to take back: it changed no card, or is not over yet.",
  },
  "already-undone": { status: 409, message: "This change was taken back already." },
  "alarm-gone": {
    status: 409,
    message: "This alarm is not there any more as it was shown. Load the alarms again.",
  },
  "press-without-first": {
    status: 409,
    message:
      "The presses have no gaps: give the first press something before the second, and clear the second before the first.",
  },
  "card-unknown": { status: 404, message: "Yoto does not tell what is on this card. Check its id." },
  "no-ambient-light": { status: 409, message: "This kind of player has no light that could be coloured." },
  "interactive-card": {
    status: 409,
    message: "In this story the child's buttons choose the way; there is no next or previous track.",
  },
  "unknown-length": {
    status: 409,
    message: "Nobody knows how long this still plays. Set the sleep timer to a number of minutes.",
  },
  "volume-unknown": {
    status: 409,
    message: "This player has not told its volume yet. Set it in percent.",
  },
  "other-family": { status: 409, message: "The card belongs to another Yoto family than this player." },
  "no-such-icon": {
    status: 404,
    message: "Yoto has no such icon. GET /api/icons lists what there is.",
  },
  "real-yoto-off": {
    status: 409,
    message: "No Yoto client id is configured. Set YOTO_CLIENT_ID and start again to link a real family.",
  },
  "link-expired": {
    status: 400,
    message: "This sign-in at Yoto was started too long ago or elsewhere. Start again.",
  },
  "link-refused": { status: 400, message: "Yoto did not sign you in. Start again." },
  "yoto-link-again": { status: 409, message: "Yoto no longer accepts our sign-in. Link the family again." },
  "yoto-unauthorized": { status: 502, message: "Yoto refused our sign-in just now. Try again in a minute." },
  "yoto-scope-missing": {
    status: 409,
    message: "Yoto did not grant us the right for this. Link the family again and allow it.",
  },
  "yoto-not-found": { status: 404, message: "Yoto has no such thing in this family." },
  "yoto-rejected": { status: 422, message: "Yoto understood the request and said no." },
  "yoto-rate-limited": { status: 429, message: "Yoto asks us to slow down. Try again in a minute." },
  "yoto-unavailable": { status: 502, message: "Yoto does not answer at the moment. Try again in a minute." },
  unavailable: {
    status: 503,
    message: "Something this server depends on does not answer. Try again in a moment.",
  },
  unexpected: {
    status: 500,
    message: "Something went wrong here that should not. The log has it under the request id.",
  },
} as const satisfies Record<string, Told>;

/** A stable code of the error envelope. */
export type ErrorCode = keyof typeof errorCodes;
