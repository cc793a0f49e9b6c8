import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAudioTools, findFfmpeg } from '@memo/audio';
import type { ScriptedTurn } from '@memo/testing/gemini';
import { createSentAudio, type SentAudio } from '@memo/transcript';

type Side = 'microphone' | 'system';

export interface TrueLine {
  side: Side;
  speaker: string;
  text: string;
  start_ms: number;
  end_ms: number;
}

const sampleDirectory = join(import.meta.dirname, '../sample');

/** What is really said in the bundled call. */
export const truth = JSON.parse(
  readFileSync(join(sampleDirectory, 'truth.json'), 'utf8'),
) as TrueLine[];

const samplesPerMs = 16;
/** As the worker does: long silences are not sent, but for their edges. */
const leftOutMs = 3_000;
const marginMs = 120;

export interface SampleListener {
  /** Which side of the call the FLAC is that was sent, told by its length. */
  sideOf(flac: Buffer): Side;
  /** One side's lines as a recognizer that hears everything right would answer them. */
  turnsOf(side: Side): ScriptedTurn[];
}

/** Hears the bundled call as it is sent to a recognizer. */
export async function listenToSample(): Promise<SampleListener> {
  const directory = await mkdtemp(join(tmpdir(), 'memo-sample-'));
  try {
    const microphone = await sentOf('microphone', directory);
    const system = await sentOf('system', directory);
    const sent = { microphone, system };
    return {
      sideOf: (flac) => {
        const ms = samplesIn(flac) / samplesPerMs;
        const offBy = (side: Side) => Math.abs(sent[side].durationMs - ms);
        return offBy('microphone') < offBy('system') ? 'microphone' : 'system';
      },
      turnsOf: (side) =>
        truth.filter((line) => line.side === side).map((line) => turnOf(line, sent[side])),
    };
  } finally {
    await rm(directory, { recursive: true });
  }
}

/** The 36 bits of STREAMINFO that count them, RFC 9639 section 8.2. */
const samplesIn = (flac: Buffer): number =>
  (flac.readUInt8(21) % 16) * 2 ** 32 + flac.readUInt32BE(22);

async function sentOf(side: Side, directory: string): Promise<SentAudio> {
  const audio = createAudioTools({ ffmpegPath: await findFfmpeg(undefined) });
  const wavPath = join(directory, `${side}.wav`);
  const { signal } = new AbortController();
  const recording = join(sampleDirectory, `${side}.opus`);
  const { sides } = await audio.decodeRecording(recording, wavPath, { apart: false }, signal);
  const [heard] = sides;
  if (heard === undefined) throw new Error(`${recording} has no sound.`);
  const { durationMs, gainDb } = heard;
  const silences = await audio.findSilence(heard.wavPath, gainDb, signal);
  const leftOut = silences.filter(({ startMs, endMs }) => endMs - startMs >= leftOutMs);
  const edges = [{ endMs: 0 }, ...leftOut];
  const stretches = edges
    .map(({ endMs }, index) => ({
      startMs: Math.max(endMs - marginMs, 0),
      endMs: Math.min((leftOut[index]?.startMs ?? durationMs) + marginMs, durationMs),
    }))
    .filter(({ startMs, endMs }) => endMs - startMs > 2 * marginMs);
  return createSentAudio(stretches);
}

function turnOf({ text, start_ms, end_ms }: TrueLine, sent: SentAudio): ScriptedTurn {
  const words = text.split(' ');
  const share = (end_ms - start_ms) / words.length;
  const at = (index: number): number => sent.toSent(Math.round(start_ms + index * share));
  return {
    speaker: 'voice-a',
    text,
    startMs: at(0),
    endMs: at(words.length),
    words: words.map((word, n) => ({ text: word, startMs: at(n), endMs: at(n + 1) })),
  };
}
