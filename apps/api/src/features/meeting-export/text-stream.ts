import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';

const chunkCharacters = 32_768;

/** Pieces of text as bytes, made while they are read. Others are answered between two chunks. */
export function textStream(pieces: Iterable<string>): Readable {
  return Readable.from(chunksOf(pieces), { objectMode: false });
}

async function* chunksOf(pieces: Iterable<string>): AsyncGenerator<Buffer> {
  let held = '';
  for (const piece of pieces) {
    held += piece;
    if (held.length < chunkCharacters) continue;
    yield Buffer.from(held);
    held = '';
    await setImmediate();
  }
  if (held !== '') yield Buffer.from(held);
}
