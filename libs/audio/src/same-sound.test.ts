import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createRecordings, type Recordings } from '../test/recordings.ts';
import { haveSameSound } from './same-sound.ts';
import { wavHeader } from './wav.ts';

const { signal } = new AbortController();
const seconds = 25;

let recordings: Recordings;
beforeAll(async () => {
  recordings = await createRecordings();
});
afterAll(() => recordings.remove());

/** A tone that others change. */
async function write(
  name: string,
  change: (sample: number, second: number) => number,
  length = seconds,
): Promise<string> {
  const samples = Int16Array.from({ length: length * 16_000 }, (_, at) =>
    Math.round(change(3_000 * Math.sin(at / 5), at / 16_000)),
  );
  const bytes = Buffer.from(samples.buffer);
  return recordings.write(name, Buffer.concat([wavHeader(bytes.length), bytes]));
}

it.each<[string, boolean, (sample: number, second: number) => number, number?, number?]>([
  ['is the same', true, (sample) => sample],
  ['is the same 6 dB quieter, by its gain', true, (sample) => sample / 2, 6.02],
  ['went through another encoder', true, (sample, second) => sample + 200 * Math.sin(second * 7e4)],
  ['is 6 dB quieter than the gain says', false, (sample) => sample / 2.2],
  ['is another', false, (_, second) => 3_000 * Math.sin(second * 9_000)],
  [
    'lacks a quiet word near the end',
    false,
    (sample, second) => (second > 24.5 && second < 24.8 ? 0 : sample),
  ],
  ['goes on for a second', false, (sample) => sample, 0, seconds + 1],
])('the sound of a side that %s: %s', async (_, expected, change, gainDb = 0, length = seconds) => {
  const [one, other] = await Promise.all([
    write('one.wav', (sample) => sample),
    write('other.wav', change, length),
  ]);
  const sides = [
    { wavPath: one, gainDb: 0 },
    { wavPath: other, gainDb },
  ] as const;
  expect(await haveSameSound(...sides, signal)).toBe(expected);
});
