import { blockMs, withGains, type JudgedBlock } from './drowned-speech.ts';
import { asBytes, blocksOf } from './floats.ts';
import type { Bytes } from './pipes.ts';
import { createSpeechBand } from './speech-band.ts';

/** Judged is sound of about this rate: speech has little above the half of it. */
const judgedRate = 16_000;

/** Weights move over this much of a block, so that a change makes no click. In ms. */
const fadeMs = 10;

/** A sum with less than half the power of its loudest channel has lost something of it. */
const leastPower = 0.5;

/** One with all of it has lost nothing: channels that have nothing in common add up. */
const fullPower = 1;

/** Power of what is too quiet to judge: -80 dBFS. */
const quietPower = 1e-8;

export interface MixedForm {
  channels: number;
  rate: number;
  /** Parts with fewer channels leave the others empty: these count for nothing. */
  isJoined: boolean;
  /** Whole tracks: what sounds on one alone stays as loud as it is. */
  isSum?: boolean;
}

export interface MixedChannels {
  /** How much of the recording was not the plain sum of its channels, in ms. */
  turnedMs: number;
}

/**
 * Mixes interleaved 32-bit float samples of microphones into one. Every channel counts alike; where channels cancel each
 * other (one is wired the other way round) they are turned, and where that does not help the loudest is taken alone. One
 * whose noise would drown what is said on another counts less. That is judged block by block, as who speaks changes from
 * word to word, by what may be speech: an offset or a hum that they have in common would hide that their voices cancel.
 */
export async function* mixChannels(
  bytes: Bytes,
  { channels, rate, isJoined, isSum = false }: MixedForm,
  mixed: MixedChannels,
): Bytes {
  const frames = (blockMs * rate) / 1000;
  const fade = (fadeMs * rate) / 1000;
  const blocks = judgedBlocks(blocksOf(bytes, frames * channels), channels, rate);
  let base = new Float32Array(channels).fill(isSum ? 1 : 1 / channels);
  let weights = base;
  for await (const { samples, products, gains } of withGains(blocks, channels)) {
    const sounding = isJoined ? countSounding(samples, channels) : channels;
    base = weightsFor(weighed(products, gains), channels, base, isSum ? 1 : sounding);
    const next = gains === null ? base : base.map((weight, it) => weight * (gains[it] ?? 1));
    if (gains !== null || next.some((weight) => weight <= 0)) {
      mixed.turnedMs += (samples.length / channels / rate) * 1000;
    }
    yield asBytes(sum(samples, weights, next, fade));
    weights = next;
  }
}

async function* judgedBlocks(
  blocks: AsyncIterable<Float32Array>,
  channels: number,
  rate: number,
): AsyncGenerator<JudgedBlock> {
  const step = Math.max(Math.floor(rate / judgedRate), 1);
  const speechOf = createSpeechBand(channels, rate / step);
  for await (const block of blocks) {
    const products = productsOf(speechOf(everyFrame(block, channels, step)), channels);
    yield { samples: block.slice(), products };
  }
}

/** Every so many frames of a block. */
function everyFrame(block: Float32Array, channels: number, step: number): Float32Array {
  if (step === 1) return block;
  const kept = new Float32Array(Math.ceil(block.length / channels / step) * channels);
  for (let to = 0; to < kept.length; to += channels) {
    for (let channel = 0; channel < channels; channel += 1) {
      kept[to + channel] = block[to * step + channel] ?? 0;
    }
  }
  return kept;
}

/** What the products are once each channel counts so much. */
function weighed(products: Float64Array, gains: Float32Array | null): Float64Array {
  if (gains === null) return products;
  const { length } = gains;
  return products.map(
    (product, at) => product * (gains[Math.floor(at / length)] ?? 1) * (gains[at % length] ?? 1),
  );
}

/**
 * The plain sum where it has lost nothing, else what was so far where that has not; else the sum with channels turned
 * or, where that loses too, the loudest channel.
 */
function weightsFor(
  products: Float64Array,
  channels: number,
  current: Float32Array<ArrayBuffer>,
  counted: number,
): Float32Array<ArrayBuffer> {
  const powerOf = (channel: number) => products[channel * channels + channel] ?? 0;
  const all = Array.from({ length: channels }, (_, channel) => channel);
  const byPower = all.toSorted((a, b) => powerOf(b) - powerOf(a));
  const [loudest = 0] = byPower;
  if (powerOf(loudest) < quietPower) return current;

  const has = (signs: ArrayLike<number>, share: number) =>
    sumPower(products, signs, channels) >= share * powerOf(loudest);
  const scaled = (signs: Float32Array<ArrayBuffer>) => signs.map((sign) => sign / counted);
  const plain = new Float32Array(channels).fill(1);
  if (has(plain, fullPower)) return scaled(plain);
  const signs = current.map(Math.sign);
  if (!signs.includes(0) && has(signs, leastPower)) return current;
  if (has(plain, leastPower)) return scaled(plain);
  const turned = turnedSigns(products, byPower);
  return has(turned, leastPower) ? scaled(turned) : plain.map((_, it) => (it === loudest ? 1 : 0));
}

function countSounding(block: Float32Array, channels: number): number {
  const sounding = new Set<number>();
  for (let at = 0; at < block.length && sounding.size < channels; at += 1) {
    if (block[at] !== 0) sounding.add(at % channels);
  }
  return Math.max(sounding.size, 1);
}

/** The mean products of all pairs of channels over a block. */
function productsOf(block: Float32Array, channels: number): Float64Array {
  const products = new Float64Array(channels * channels);
  for (let frame = 0; frame + channels <= block.length; frame += channels) {
    for (let a = 0; a < channels; a += 1) {
      const sample = block[frame + a] ?? 0;
      for (let b = a; b < channels; b += 1) {
        products[a * channels + b] =
          (products[a * channels + b] ?? 0) + sample * (block[frame + b] ?? 0);
      }
    }
  }
  const frames = Math.max(Math.floor(block.length / channels), 1);
  for (let at = 0; at < products.length; at += 1) products[at] = (products[at] ?? 0) / frames;
  for (let a = 0; a < channels; a += 1) {
    for (let b = 0; b < a; b += 1) products[a * channels + b] = products[b * channels + a] ?? 0;
  }
  return products;
}

/** The power that a sum with these signs has over the block. */
function sumPower(products: Float64Array, signs: ArrayLike<number>, channels: number): number {
  return products.reduce((power, product, index) => {
    const [a, b] = [Math.floor(index / channels), index % channels];
    return power + product * (signs[a] ?? 0) * (signs[b] ?? 0);
  }, 0);
}

/** From the loudest down, each channel is turned when it would take away from the sum of those before. */
function turnedSigns(products: Float64Array, byPower: number[]): Float32Array<ArrayBuffer> {
  const channels = byPower.length;
  const signs = new Float32Array(channels);
  for (const channel of byPower) {
    const withSum = signs.reduce(
      (total, sign, other) => total + sign * (products[channel * channels + other] ?? 0),
      0,
    );
    signs[channel] = withSum < 0 ? -1 : 1;
  }
  return signs;
}

function sum(
  block: Float32Array,
  before: Float32Array,
  weights: Float32Array,
  fade: number,
): Float32Array<ArrayBuffer> {
  const channels = weights.length;
  const mono = new Float32Array(Math.floor(block.length / channels));
  for (let frame = 0; frame < mono.length; frame += 1) {
    const share = before === weights ? 1 : Math.min(frame / fade, 1);
    let total = 0;
    for (let channel = 0; channel < channels; channel += 1) {
      const [from, to] = [before[channel] ?? 0, weights[channel] ?? 0];
      total += (block[frame * channels + channel] ?? 0) * (from + (to - from) * share);
    }
    mono[frame] = total;
  }
  return mono;
}
