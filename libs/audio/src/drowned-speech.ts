/** What is known of a block of interleaved samples of microphones. */
export interface JudgedBlock {
  samples: Float32Array<ArrayBuffer>;
  /** The mean products of all pairs of channels, of what may be speech. */
  products: Float64Array;
}

/** How long blocks are that are judged, in ms. */
export const blockMs = 100;

/** Looked at on either side of a block: three seconds have pauses and words. In blocks. */
const reach = 30;

/** Noise does not change from block to block. */
const judgedEvery = 5;

/** A tenth of the blocks, in which who speaks pauses, is no louder than the noise. */
const floorShare = 0.1;

/** Less than that many blocks are a click, not a word. */
const fewestBlocks = 3;

/** Speech stands out of the noise of its own channel by 10 dB, and is lost in that of another from as much below on. */
const clearly = 10;

/** How far noise is brought below speech, where its own channel is not noisier: 20 dB. */
const wanted = 100;

/** What is quieter is what one input of a device takes up from another: -65 dBFS. */
const leastSpeech = 10 ** -6.5;

/** Two channels that have this much of their power in common hear the same. */
const inCommon = 0.25;

/**
 * How much each channel is to count, where the noise of one would drown what is said on another; null where none does.
 * Brought down is the noise as it is in pauses: who speaks on a noisy channel stands out of it as before.
 */
export async function* withGains(
  blocks: AsyncIterable<JudgedBlock>,
  channels: number,
): AsyncGenerator<JudgedBlock & { gains: Float32Array | null }> {
  const known: { block: JudgedBlock; powers: Float64Array; own: Float64Array }[] = [];
  const gains = new Float32Array(channels).fill(1);
  let current: Float32Array | null = null;
  let [count, at] = [0, 0];
  for await (const block of blocks) {
    known.push({ block, ...powersOf(block.products, channels) });
    count += 1;
    if (count <= reach) continue;
    yield judged();
    if (at > reach) known.shift();
  }
  while (at < count) {
    yield judged();
    if (at > reach) known.shift();
  }

  function judged(): JudgedBlock & { gains: Float32Array | null } {
    if (at % judgedEvery === 0) current = judge();
    const own = known[Math.min(at, reach)];
    at += 1;
    if (own === undefined) throw new RangeError('A block is judged while it is known.');
    return { ...own.block, gains: current };
  }

  function judge(): Float32Array | null {
    const all = Array.from({ length: channels }, (_, channel) => {
      const [floor, speech] = levelsOf(known, channel);
      return { channel, floor, speech, speaks: speech > clearly * floor && speech > leastSpeech };
    });
    for (const { channel, floor, speaks } of all) {
      const least = all
        .filter(({ channel: other, speaks: isSpeech }) => other !== channel && isSpeech)
        .filter(({ speech }) => floor * clearly > speech)
        .map((drowned) => Math.max(drowned.floor, drowned.speech / wanted));
      if (least.length > 0) gains[channel] = Math.sqrt(Math.min(...least) / floor);
      // Until somebody speaks on it, it is the noise that it was.
      else if (speaks) gains[channel] = 1;
    }
    return gains.every((gain) => gain === 1) ? null : gains.slice();
  }
}

/** The power of each channel, and of what is its own: 0 where a louder one has the same in it. */
function powersOf(
  products: Float64Array,
  channels: number,
): { powers: Float64Array; own: Float64Array } {
  const powers = new Float64Array(channels);
  for (let it = 0; it < channels; it += 1) powers[it] = products[it * channels + it] ?? 0;
  const own = powers.map((power, channel) => {
    const isLeak = powers.some((louder, other) => {
      const product = products[channel * channels + other] ?? 0;
      return louder > power && product * product > inCommon * power * louder;
    });
    return isLeak ? 0 : power;
  });
  return { powers, own };
}

function levelsOf(
  known: readonly { powers: Float64Array; own: Float64Array }[],
  channel: number,
): [floor: number, speech: number] {
  const powers = Float64Array.from(known, (one) => one.powers[channel] ?? 0).sort();
  const own = Float64Array.from(known, (one) => one.own[channel] ?? 0).sort();
  return [
    powers[Math.floor(powers.length * floorShare)] ?? 0,
    own[Math.max(own.length - fewestBlocks, 0)] ?? 0,
  ];
}
