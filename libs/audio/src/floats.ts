import type { Bytes } from './pipes.ts';

const bytesPerSample = 4;

/** 32-bit float samples in blocks of `length`, the last one shorter. A block is valid until the next is asked for. */
export async function* blocksOf(bytes: Bytes, length: number): AsyncGenerator<Float32Array, void> {
  const block = new Uint8Array(length * bytesPerSample);
  let filled = 0;
  for await (const chunk of bytes) {
    for (let from = 0; from < chunk.length;) {
      const taken = Math.min(chunk.length - from, block.length - filled);
      block.set(chunk.subarray(from, from + taken), filled);
      [filled, from] = [filled + taken, from + taken];
      if (filled < block.length) continue;
      yield new Float32Array(block.buffer);
      filled = 0;
    }
  }
  if (filled >= bytesPerSample) {
    yield new Float32Array(block.buffer, 0, Math.floor(filled / bytesPerSample));
  }
}

export const asBytes = (samples: Float32Array): Uint8Array =>
  new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength);
