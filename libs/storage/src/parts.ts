import type { Readable } from 'node:stream';

/**
 * Cuts a stream into parts as long as the buffers it is given; only the last part is shorter, and an empty
 * stream is one empty part. `nextBuffer` is asked for a buffer just before it is filled, so the reader of the
 * parts decides when a buffer may be filled again, and the stream waits meanwhile.
 */
export async function* cutParts(
  body: Readable,
  nextBuffer: () => Promise<Buffer>,
): AsyncGenerator<Buffer, void> {
  let buffer: Buffer | undefined;
  let filled = 0;
  let yielded = false;
  for await (const chunk of body as AsyncIterable<Uint8Array | string>) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    for (let read = 0; read < bytes.length;) {
      buffer ??= await nextBuffer();
      const piece = bytes.subarray(read, read + buffer.length - filled);
      buffer.set(piece, filled);
      read += piece.length;
      filled += piece.length;
      if (filled < buffer.length) continue;
      yield buffer;
      yielded = true;
      buffer = undefined;
      filled = 0;
    }
  }
  if (buffer) yield buffer.subarray(0, filled);
  else if (!yielded) yield Buffer.alloc(0);
}
