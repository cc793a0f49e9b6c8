import type { Readable } from 'node:stream';

/**
 * Cuts a stream into parts of `partBytes`; only the last part is shorter, and an empty stream is one empty part.
 * `nextBuffer` is asked for a buffer just before it is filled, so the reader of the parts decides when a buffer may be
 * filled again, and the stream waits meanwhile. A shorter one is replaced by one twice as long as often as needed: a
 * stream of which little has come holds little.
 */
export async function* cutParts(
  body: Readable,
  partBytes: number,
  nextBuffer: () => Promise<Buffer>,
): AsyncGenerator<Buffer, void> {
  let buffer: Buffer | undefined;
  let filled = 0;
  let yielded = false;
  for await (const chunk of body as AsyncIterable<Uint8Array | string>) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    for (let read = 0; read < bytes.length;) {
      buffer ??= await nextBuffer();
      if (filled === buffer.length) buffer = longer(buffer, partBytes);
      const piece = bytes.subarray(read, read + buffer.length - filled);
      buffer.set(piece, filled);
      read += piece.length;
      filled += piece.length;
      if (filled < partBytes) continue;
      yield buffer;
      yielded = true;
      buffer = undefined;
      filled = 0;
    }
  }
  if (buffer) yield buffer.subarray(0, filled);
  else if (!yielded) yield Buffer.alloc(0);
}

function longer(buffer: Buffer, partBytes: number): Buffer {
  const replacement = Buffer.allocUnsafeSlow(Math.min(partBytes, buffer.length * 2));
  buffer.copy(replacement);
  return replacement;
}
