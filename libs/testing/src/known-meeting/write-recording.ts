import { open } from 'node:fs/promises';
import { hash32 } from './random.ts';
import { sampleRate, samplesPerMs, soundOf } from './marker.ts';
import { timelineOf, type TimelineWord } from './timeline.ts';
import type { KnownMeeting, Span } from './types.ts';

export interface RecordingOptions {
  /** Only who is on this side of a dual recording; everyone when not given. */
  side?: 0 | 1;
  /** Only this stretch of the meeting; all of it when not given. */
  span?: Span;
}

const headerBytes = 44;
const chunkSamples = sampleRate;

/** About -21 dB of full scale, near what levelled speech has; voices differ from it by up to 3 dB. */
const usualPeak = 3_000;
const voicesDifferByDb = 3;

/** Writes the sound of a meeting as 16 kHz mono 16-bit WAV, a second at a time. Resolves to its bytes. */
export async function writeRecording(
  meeting: KnownMeeting,
  path: string,
  options: RecordingOptions = {},
): Promise<number> {
  await using file = await open(path, 'w');
  let bytes = 0;
  for (const chunk of recordingChunks(meeting, options)) {
    await file.writeFile(chunk);
    bytes += chunk.length;
  }
  return bytes;
}

/** The bytes of that WAV in order, a second of sound in each chunk. */
export function* recordingChunks(
  meeting: KnownMeeting,
  { side, span = { startMs: 0, endMs: meeting.durationMs } }: RecordingOptions = {},
): Generator<Buffer> {
  const [from, to] = [span.startMs * samplesPerMs, span.endMs * samplesPerMs];
  yield wavHeader((to - from) * 2);
  const words = timelineOf(meeting).words.values();
  let next = words.next().value;
  let sounding: Sounding[] = [];
  for (let start = from; start < to; start += chunkSamples) {
    const samples = new Int16Array(Math.min(chunkSamples, to - start));
    for (
      ;
      next && next.startMs * samplesPerMs < start + samples.length;
      next = words.next().value
    ) {
      const isHere = next.endMs > span.startMs && (side === undefined || side === next.side);
      if (isHere) sounding.push(sound(next, meeting));
    }
    for (const one of sounding) add(one, samples, start);
    sounding = sounding.filter((one) => one.start + one.samples.length > start + samples.length);
    yield Buffer.from(samples.buffer);
  }
}

interface Sounding {
  start: number;
  samples: Float32Array;
  peak: number;
}

function sound(word: TimelineWord, { seed, speakers }: KnownMeeting): Sounding {
  const { code, utterance, startMs } = word;
  const voice = hash32(seed, speakers.indexOf(utterance.speaker)) / 2 ** 31 - 1;
  return {
    start: startMs * samplesPerMs,
    samples: soundOf(code, word, utterance.band),
    peak: usualPeak * 10 ** ((voice * voicesDifferByDb) / 20),
  };
}

function add({ start, samples, peak }: Sounding, into: Int16Array, intoStart: number): void {
  const first = Math.max(0, intoStart - start);
  const last = Math.min(samples.length, intoStart + into.length - start);
  for (let index = first; index < last; index += 1) {
    const at = start + index - intoStart;
    into[at] = (into[at] ?? 0) + Math.round((samples[index] ?? 0) * peak);
  }
}

/** The first 44 bytes of a 16 kHz mono 16-bit WAV. */
export function wavHeader(dataBytes: number): Buffer {
  const header = Buffer.alloc(headerBytes);
  header.write('RIFF', 0);
  header.writeUInt32LE(headerBytes - 8 + dataBytes, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(sampleRate, 24);
  header.writeUInt32LE(sampleRate * 2, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36);
  header.writeUInt32LE(dataBytes, 40);
  return header;
}
