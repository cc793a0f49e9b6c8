import { tmpdir } from 'node:os';
import type { Instruments } from '../instruments.ts';
import { scratchRoom } from '../scratch-room.ts';

/** @param mostBytes what may be kept there, where that is less than its disk has. */
export function scratchMetrics(
  instruments: Instruments,
  mostBytes: number | null,
  directory = tmpdir(),
): void {
  const room = instruments.reading({
    name: 'disk',
    read: () => scratchRoom(directory, mostBytes),
  });
  instruments.gauge(
    {
      name: 'memo_scratch_bytes',
      help: 'Where this process keeps temporary files (TMPDIR): what is free of its disk or of TMPDIR_SIZE, and all of it.',
      labels: ['kind'],
    },
    async () => {
      const found = await room();
      if (found === null) return [];
      return [
        { labels: { kind: 'free' }, value: found.free },
        { labels: { kind: 'size' }, value: found.size },
      ];
    },
  );
}
