/** Names of ffmpeg's channel layouts that do not say how many channels they have (`ffmpeg -layouts`). */
const named: Readonly<Record<string, number>> = {
  ...{ mono: 1, stereo: 2, downmix: 2, binaural: 2, quad: 4, hexagonal: 6, octagonal: 8 },
  ...{ cube: 8, hexadecagonal: 16 },
};

/** How many channels ffmpeg resamples: of nine to fifteen it knows no layout. */
const resampled = [1, 2, 3, 4, 5, 6, 7, 8, 16] as const;

/**
 * Into how many channels a track's are sorted. More than 16 are folded: the 17th joins the first, before it is known
 * whether they cancel.
 */
export const sortedCount = (channels: number): number =>
  resampled.find((count) => count >= channels) ?? 16;

/**
 * How many channels the line of a report says that a track has: `stereo`, `5.1(side)`, `9 channels`. Of a layout it does
 * not know it says two, and the rest is folded into these: nothing is left out.
 */
export function channelCount(line: string): number {
  const layout = / Hz, ([^,]+)/.exec(line)?.[1] ?? '';
  const counted = /^(\d+) channels/.exec(layout)?.[1];
  const [, beds, low = '0', heights = '0'] = /^(\d+)\.(\d+)(?:\.(\d+))?/.exec(layout) ?? [];
  const name = /^[a-z]+/.exec(layout)?.[0] ?? '';
  const count =
    counted === undefined
      ? (named[name] ?? (beds === undefined ? 2 : Number(beds) + Number(low) + Number(heights)))
      : Number(counted);
  return Math.max(count, 1);
}

/** FLAC, AAC, MP3 and WAV hold no more than 64 that ffmpeg can address; Opus 255. */
const mostAddressed = 64;

/**
 * Sorts a track's channels into `count`, whatever their layout calls them and however many there come: a channel is a
 * microphone. ffmpeg's own way down treats them as loudspeakers: inverse ones vanish, a third is taken for a subwoofer and
 * dropped, nine have no matrix at all. `<` keeps a sum within full scale by what is there, and takes channels that are not
 * for nothing.
 */
export function sortChannels(count: number): string {
  const all = Array.from({ length: mostAddressed }, (_, input) => `c${input}`);
  const outputs = Array.from({ length: count }, (_, output) => {
    const own = all.filter((_name, input) => input % count === output);
    return `c${output}<${own.join('+')}`;
  });
  return `pan=${count}c|${outputs.join('|')}`;
}
