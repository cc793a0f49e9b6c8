import { asBytes, blocksOf } from './floats.ts';
import type { Bytes } from './pipes.ts';

const blockSamples = 16_000;

interface Reader {
  gain: number;
  blocks: AsyncGenerator<Float32Array, void>;
  /** What of the last block is not summed yet. */
  rest: Float32Array;
  hasEnded: boolean;
}

/** The sum of streams of 32-bit float samples from their common start, each times its gain, as long as the longest. */
export async function* sumSamples(streams: readonly Bytes[], gains: readonly number[]): Bytes {
  const readers = streams.map((stream, index): Reader => {
    const blocks = blocksOf(stream, blockSamples);
    return { gain: gains[index] ?? 1, blocks, rest: new Float32Array(), hasEnded: false };
  });
  try {
    for (;;) {
      for (const reader of readers) {
        while (!reader.hasEnded && reader.rest.length === 0) {
          const next = await reader.blocks.next();
          if (next.done === true) reader.hasEnded = true;
          else reader.rest = next.value;
        }
      }
      const open = readers.filter(({ rest }) => rest.length > 0);
      if (open.length === 0) return;
      const sum = new Float32Array(Math.min(...open.map(({ rest }) => rest.length)));
      for (const reader of open) {
        const { gain, rest } = reader;
        for (let at = 0; at < sum.length; at += 1)
          sum[at] = (sum[at] ?? 0) + gain * (rest[at] ?? 0);
        reader.rest = rest.subarray(sum.length);
      }
      yield asBytes(sum);
    }
  } finally {
    await Promise.all(readers.map(({ blocks }) => blocks.return(undefined)));
  }
}
