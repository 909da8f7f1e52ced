/** Something is missing; the message is one sentence that says what to do. */
export class NotReady extends Error {
  name = "NotReady";
}
