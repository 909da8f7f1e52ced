import type { Streams } from "../../stores/streams.ts";
import type { SlotsAtEdge } from "./slots-at-edge.ts";

/**
 * Streams whose every change the edge is told. What would be wrong is taken away before the change is written: should the edge not
 * answer, nothing has changed, and whoever asked tries again. New addresses are told at once; what an edit makes right, later, when
 * nobody is in the middle of what was before.
 */
export function streamsToldToEdge(
  streams: Streams,
  atEdge: Pick<SlotsAtEdge, "revoke" | "withdraw" | "tellNew">,
): Streams {
  return {
    ...streams,
    async create(stream) {
      const written = await streams.create(stream);
      if (written.ok) await atEdge.tellNew(stream.id);
      return written;
    },
    async save(stream, ifVersion) {
      const before = await streams.get(stream.id);
      if (before?.version !== ifVersion) return { ok: false };
      const renewed = before.value.secret !== stream.secret;
      if (renewed) await atEdge.revoke(before.value);
      await atEdge.withdraw(stream.id, stream);
      const written = await streams.save(stream, ifVersion);
      if (written.ok && renewed) await atEdge.tellNew(stream.id);
      return written;
    },
    async delete(id) {
      const before = await streams.get(id);
      if (before === undefined) return;
      await atEdge.revoke(before.value);
      await atEdge.withdraw(id, undefined);
      await streams.delete(id);
    },
  };
}
