import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/**
 * The process at the other end of a connection on this machine, as Linux tells it; at once, so that it can be killed
 * before anything goes on.
 * @param port of the other end. @param candidates process ids. @returns undefined where it is none of them.
 */
export function processOf(port: number, candidates: readonly number[]): number | undefined {
  const local = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const sockets = readFileSync('/proc/net/tcp', 'utf8')
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, address]) => address?.endsWith(local))
    .map((columns) => `socket:[${columns[9] ?? ''}]`);
  return candidates.find((pid) =>
    openFilesOf(pid).some((file) => file !== null && sockets.includes(file)),
  );
}

function openFilesOf(pid: number): (string | null)[] {
  const directory = `/proc/${pid}/fd`;
  return readdirSync(directory).map((name) => {
    try {
      return readlinkSync(`${directory}/${name}`);
    } catch {
      // It was closed meanwhile.
      return null;
    }
  });
}
