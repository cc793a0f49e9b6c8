import { asBytes, blocksOf } from './floats.ts';
import type { Bytes } from './pipes.ts';

const blockSamples = 16_000;

interface Reader {
  gain: number;
  blocks: AsyncGenerator<Float32Array, void>;
  /** What of the last block is not taken yet. */
  rest: Float32Array;
  hasEnded: boolean;
}

/**
 * Streams of 32-bit float samples from their common start as the channels of one, each times its gain, as long as the
 * longest: a stream that has ended is silent.
 */
export async function* interleave(streams: readonly Bytes[], gains: readonly number[]): Bytes {
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
      const length = Math.min(...open.map(({ rest }) => rest.length));
      const together = new Float32Array(length * readers.length);
      for (const [channel, reader] of readers.entries()) {
        const { gain, rest } = reader;
        const taken = Math.min(length, rest.length);
        for (let at = 0; at < taken; at += 1)
          together[at * readers.length + channel] = gain * (rest[at] ?? 0);
        reader.rest = rest.subarray(taken);
      }
      yield asBytes(together);
    }
  } finally {
    await Promise.all(readers.map(({ blocks }) => blocks.return(undefined)));
  }
}

/** The plain sum of channels. */
export async function* sumChannels(bytes: Bytes, channels: number): Bytes {
  for await (const block of blocksOf(bytes, blockSamples * channels)) {
    const sum = new Float32Array(block.length / channels);
    for (let at = 0; at < block.length; at += 1) {
      const frame = Math.floor(at / channels);
      sum[frame] = (sum[frame] ?? 0) + (block[at] ?? 0);
    }
    yield asBytes(sum);
  }
}
