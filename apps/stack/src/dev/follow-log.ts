import { open, stat } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';

const pollMs = 100;

export interface FollowedLog {
  /** Hands on what was written until now, then stops. */
  close(): Promise<void>;
}

/** Hands on each line that is appended to a file from now on. The file need not be there yet. */
export async function followLog(
  path: string,
  onLine: (line: string) => void,
): Promise<FollowedLog> {
  const closed = new AbortController();
  const decoder = new TextDecoder();
  let position = await sizeOf(path);
  let rest = '';

  async function readOn(): Promise<void> {
    const size = await sizeOf(path);
    // The file was emptied.
    if (size < position) position = 0;
    if (size === position) return;
    await using file = await open(path, 'r');
    const { buffer, bytesRead } = await file.read(Buffer.alloc(size - position), { position });
    position += bytesRead;
    const lines = (rest + decoder.decode(buffer.subarray(0, bytesRead), { stream: true })).split(
      '\n',
    );
    rest = lines.pop() ?? '';
    lines.forEach(onLine);
  }

  async function follow(): Promise<void> {
    while (!closed.signal.aborted) {
      await readOn();
      await pause(pollMs, undefined, { signal: closed.signal }).catch(() => undefined);
    }
  }

  const following = follow();
  return {
    async close() {
      closed.abort();
      await following;
      await readOn();
      if (rest !== '') onLine(rest);
    },
  };
}

/** In bytes; 0 where there is no such file. */
async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0;
    throw error;
  }
}
