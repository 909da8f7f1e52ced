import { expect, test } from "vitest";
import { onEveryTable } from "../../test/on-every-table.ts";
import { StreamId } from "../domain/ids.ts";
import { createMailboxes, mailLimit } from "./mailboxes.ts";

onEveryTable("the mailboxes", (newGround) => {
  test("so many messages an hour come by a link, whichever process takes them", async () => {
    const { table, clock } = newGround();
    const processes = [createMailboxes(table), createMailboxes(table)] as const;
    const link = {
      streamId: StreamId("post"),
      id: "grandma",
      name: "Grandma",
      secret: "s",
      createdAtMs: clock.nowMs(),
    };
    for (let n = 0; n < mailLimit.most; n++)
      expect(await processes[n % 2 === 0 ? 0 : 1].admit(link, clock.nowMs())).toEqual({ ok: true });
    for (const each of processes)
      expect(await each.admit(link, clock.nowMs())).toEqual({ ok: false, retryAfterMs: mailLimit.windowMs });
    expect(await processes[0].admit({ ...link, id: "grandpa" }, clock.nowMs())).toEqual({ ok: true });
    clock.advance(mailLimit.windowMs);
    expect(await processes[1].admit(link, clock.nowMs())).toEqual({ ok: true });
  });
});
