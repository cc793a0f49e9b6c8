/** Below is little of a voice, but all of an offset and most of a hum. In Hz. */
const fromHertz = 300;

/** 18 dB an octave: a hum of 50 Hz becomes 47 dB quieter, a voice 1 dB. */
const stages = 3;

/** What fades in a filter is not let become so small that processors are slow at it. */
const vanishing = 1e-20;

/**
 * Takes what lies below speech out of interleaved samples, block after block. For judging sound, not for hearing it: the
 * answer is a buffer that the next block overwrites.
 */
export function createSpeechBand(
  channels: number,
  rate: number,
): (block: Float32Array) => Float32Array {
  const decay = 1 / (1 + (2 * Math.PI * fromHertz) / rate);
  // Of each stage of each channel: what came in last, and what went out.
  const inputs = new Float64Array(channels * stages);
  const outputs = new Float64Array(channels * stages);
  let filtered = new Float32Array();
  return (block) => {
    if (filtered.length < block.length) filtered = new Float32Array(block.length);
    for (let at = 0; at < block.length; at += 1) {
      const first = (at % channels) * stages;
      let sample = block[at] ?? 0;
      for (let stage = first; stage < first + stages; stage += 1) {
        const output = decay * ((outputs[stage] ?? 0) + sample - (inputs[stage] ?? 0));
        inputs[stage] = sample;
        outputs[stage] = Math.abs(output) < vanishing ? 0 : output;
        sample = outputs[stage] ?? 0;
      }
      filtered[at] = sample;
    }
    return filtered.subarray(0, block.length);
  };
}
