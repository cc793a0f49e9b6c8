import type { Random } from '@memo/testing/random';

/** A meeting on its way through the stages of the transcription worker, with how long each takes, in seconds. */
export interface SimulatedMeeting {
  kind: 'interactive' | 'import';
  workspace: string;
  arrivesAt: number;
  prepare: number;
  chunks: number[];
  assemble: number;
  summarize: number;
}

/** Up to this a recording is one chunk; longer ones are cut into chunks of about 20 (docs/transcripts.md). */
const oneChunkMinutes = 24;
const chunkMinutes = 20;
/** A call of an engine may not take longer: AI_TIMEOUT_SECONDS. */
const longestCall = 600;

/** Around a median, a few much longer: what calls of a busy server look like. */
function lognormal(random: Random, median: number, sigma: number): number {
  // Box and Muller's way from two even numbers to one of the bell curve.
  const [a, b] = [1 - random.share(), random.share()];
  return median * Math.exp(sigma * Math.sqrt(-2 * Math.log(a)) * Math.cos(2 * Math.PI * b));
}

/**
 * Preparing computes for a second, and for 0.8 s for each minute of sound (an hour of Opus took 47 s of processor time);
 * an engine takes 15 s for a chunk of 20 minutes, as docs/performance.md reckons, the language model 8 s for a note, each
 * with a tail.
 */
export function anyMeeting(
  random: Random,
  { slowness }: Pick<Day, 'slowness'>,
  about: Pick<SimulatedMeeting, 'kind' | 'workspace' | 'arrivesAt'>,
): SimulatedMeeting {
  const minutes = Math.min(Math.max(lognormal(random, 32, 0.6), 2), 240);
  const parts = minutes <= oneChunkMinutes ? 1 : Math.round(minutes / chunkMinutes);
  const call = (median: number) =>
    Math.min(Math.max(slowness * lognormal(random, median, 0.6), 1), longestCall);
  return {
    ...about,
    prepare: 1 + minutes * 0.8,
    chunks: Array.from({ length: parts }, () => call(3 + (12 * minutes) / parts / chunkMinutes)),
    assemble: 1 + parts / 4,
    summarize: call(8),
  };
}

/** How long it takes where nothing waits. */
export const aloneSeconds = ({ prepare, chunks, assemble, summarize }: SimulatedMeeting): number =>
  prepare + Math.max(...chunks) + assemble + summarize;

const hour = 3_600;
export const dayEnds = 24 * hour;

export interface Day {
  /** When one workspace brings a thousand files. */
  importAt: number;
  importFiles: number;
  /** In its first ten minutes somebody who was not there before uploads every so many seconds; null for nobody. */
  newcomerEvery: number | null;
  /** How many times as long as usual engines take. */
  slowness: number;
}

export const defaultDay: Day = {
  importAt: 14 * hour,
  importFiles: 1_000,
  newcomerEvery: null,
  slowness: 1,
};

/** The first ten minutes of an import, in which the fleet grows. */
export const beginningSeconds = 600;

/** Uploads a minute: few at night, most about noon; and at nine all those who met yesterday evening. */
function uploadsPerMinute(at: number): number {
  const time = at / hour;
  const day = time > 7 && time < 20 ? Math.sin(((time - 7) / 13) * Math.PI) : 0;
  const nine = time >= 9 && time < 9 + 1 / 6 ? 12 : 0;
  return 0.1 + 2.4 * day + nine;
}

const workspaces = 200;

/** A day of uploads, in order of time. */
export function arrivals(random: Random, day: Day): SimulatedMeeting[] {
  const { importAt, importFiles, newcomerEvery } = day;
  const meetings: SimulatedMeeting[] = [];
  const add = (kind: SimulatedMeeting['kind'], workspace: string, arrivesAt: number) =>
    meetings.push(anyMeeting(random, day, { kind, workspace, arrivesAt }));
  for (let at = 0; at < dayEnds; at++) {
    if (random.share() >= uploadsPerMinute(at) / 60) continue;
    add('interactive', `workspace-${random.integer(1, workspaces)}`, at);
  }
  for (let file = 0; file < importFiles; file++) {
    add('import', 'import', importAt + Math.floor(file / 10));
  }
  for (let after = 0; newcomerEvery !== null && after < beginningSeconds; after += newcomerEvery) {
    add('interactive', `newcomer-${after}`, importAt + after);
  }
  return meetings.toSorted((a, b) => a.arrivesAt - b.arrivesAt);
}
