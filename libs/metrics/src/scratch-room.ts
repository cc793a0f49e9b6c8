import { lstat, readdir, statfs } from 'node:fs/promises';
import { join } from 'node:path';

/** Of a place for temporary files, in bytes. */
export interface ScratchRoom {
  size: number;
  free: number;
}

/**
 * @param mostBytes what may be kept there where that is less than its disk has: a volume of a pod is a folder on the disk of
 *   the node, and the pod is ended when it grows over its limit.
 */
export async function scratchRoom(
  directory: string,
  mostBytes: number | null,
): Promise<ScratchRoom> {
  const { bavail, bsize, blocks } = await statfs(directory);
  const disk = { size: blocks * bsize, free: bavail * bsize };
  if (mostBytes === null) return disk;
  const used = await bytesBelow(directory);
  return {
    size: Math.min(disk.size, mostBytes),
    free: Math.min(disk.free, Math.max(0, mostBytes - used)),
  };
}

async function bytesBelow(directory: string): Promise<number> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const sizes = await Promise.all(
    files.map(({ parentPath, name }) =>
      lstat(join(parentPath, name)).then(
        // As on the disk: a file with holes takes less than its length.
        ({ blocks }) => blocks * 512,
        // It was removed meanwhile.
        () => 0,
      ),
    ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
