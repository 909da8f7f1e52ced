import type { Stream } from "../../domain/streams/stream.ts";
import type { Streams } from "../../stores/streams.ts";
import type { SlotsAtEdge } from "./slots-at-edge.ts";

type AtEdge = Pick<SlotsAtEdge, "silence" | "withdraw" | "tellNew">;

/**
 * Streams whose every change the edge is told. What would be wrong is taken away before the change is written: should the edge not
 * answer, nothing has changed, and whoever asked tries again. New addresses are told at once; what an edit makes right, later, when
 * nobody is in the middle of what was before. That an address opens nothing any more is told last, for it cannot be taken back, and noted
 * before, so that it is told whoever dies in between.
 */
export function streamsToldToEdge(streams: Streams, atEdge: AtEdge): Streams {
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
      await atEdge.withdraw(stream.id, stream);
      if (before.value.secret === stream.secret) return streams.save(stream, ifVersion);
      const after = silencing(stream, before.value);
      const written = await streams.save(after, ifVersion);
      if (!written.ok) return written;
      await atEdge.tellNew(stream.id);
      return atEdge.silence({ value: after, version: written.version });
    },
    async delete(id, ifVersion) {
      const before = await streams.get(id);
      if (before === undefined) return true;
      if (ifVersion !== undefined && before.version !== ifVersion) return false;
      await atEdge.withdraw(id, undefined);
      const last = silencing(before.value, before.value);
      const written = await streams.save(last, before.version);
      if (!written.ok) return false;
      const told = await atEdge.silence({ value: last, version: written.version });
      return told.ok && streams.delete(id, told.version);
    },
  };
}

/** The stream, with a note that the secret it had before is to open nothing any more. */
function silencing(stream: Stream, { secret, silenced = [] }: Stream): Stream {
  return { ...stream, silenced: [...new Set([...silenced, secret])] };
}
