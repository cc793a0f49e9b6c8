import type { Readable } from 'node:stream';

export interface Peeked {
  /** The first bytes; fewer only when the stream is shorter. */
  head: Buffer;
  /** The whole stream from its start, the head included. */
  whole: AsyncGenerator<Buffer>;
}

/** Looks at the first bytes of a stream without losing them. */
export async function peek(stream: Readable, bytes: number): Promise<Peeked> {
  const chunks = (stream as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
  const seen: Buffer[] = [];
  let size = 0;
  let ended = false;
  while (size < bytes && !ended) {
    const next = await chunks.next();
    if (next.done) {
      ended = true;
    } else {
      seen.push(next.value);
      size += next.value.length;
    }
  }
  async function* whole(): AsyncGenerator<Buffer> {
    try {
      yield* seen;
      for (;;) {
        const next = ended ? undefined : await chunks.next();
        if (next === undefined || next.done) return;
        yield next.value;
      }
    } finally {
      // An upload that is given up must not leave its source half read and open.
      stream.destroy();
    }
  }
  return { head: Buffer.concat(seen).subarray(0, bytes), whole: whole() };
}
