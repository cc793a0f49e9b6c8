import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';

const chunkCharacters = 32_768;

interface TextStream {
  /** Of a text that is there as a whole. */
  sizeBytes?: number;
  stream: Readable;
}

/** Pieces of text as bytes, made while they are read. Others are answered between two chunks. */
export function textStream(pieces: Iterable<string>): TextStream {
  const chunks = chunksOf(pieces);
  const [first, second] = [chunks.next(), chunks.next()];
  const begun = [first, second].flatMap(({ value }) => (value === undefined ? [] : [value]));
  if (second.done === true) {
    const whole = Buffer.concat(begun);
    return { sizeBytes: whole.length, stream: Readable.from(begun, { objectMode: false }) };
  }
  return { stream: Readable.from(inTurns(begun, chunks), { objectMode: false }) };
}

function* chunksOf(pieces: Iterable<string>): Generator<Buffer, undefined> {
  let held = '';
  for (const piece of pieces) {
    held += piece;
    if (held.length < chunkCharacters) continue;
    yield Buffer.from(held);
    held = '';
  }
  if (held !== '') yield Buffer.from(held);
}

async function* inTurns(begun: Buffer[], chunks: Iterable<Buffer>): AsyncGenerator<Buffer> {
  yield* begun;
  for (const chunk of chunks) {
    yield chunk;
    await setImmediate();
  }
}
