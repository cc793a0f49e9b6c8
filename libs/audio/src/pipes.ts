import type { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** Bytes as a child process writes them. */
export type Bytes = AsyncIterable<Uint8Array>;

/** Lets `read` have what a child writes. `onEnough` is called when it does not want the rest, or fails. */
export async function readPipe(
  pipe: Readable,
  read: (output: Bytes) => Promise<void>,
  onEnough: () => void,
): Promise<void> {
  // execa lets what nobody has begun to read flow away; of several inputs the last is begun a moment later.
  pipe.pause();
  const state = { hasEnded: false };
  async function* untilEnd(): Bytes {
    yield* pipe as Bytes;
    state.hasEnded = true;
  }
  try {
    await read(untilEnd());
  } finally {
    if (!state.hasEnded) onEnough();
  }
}

/** What a pipe says whose child has read all it wanted. Why a child ended is told by its exit code. */
const closedByChild = new Set(['EPIPE', 'ECONNRESET', 'ERR_STREAM_PREMATURE_CLOSE']);

export async function writePipe(pipe: Writable, bytes: Bytes): Promise<void> {
  try {
    await pipeline(bytes, pipe);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined || !closedByChild.has(code)) throw error;
  }
}
