import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { startGeminiEmulator, type GeminiEmulator } from '@memo/testing/gemini';

export interface Engine {
  gemini: GeminiEmulator;
  /** When each piece of audio was answered, by the hash of what was sent; in ms of this process. */
  answered: ReadonlyMap<string, Answered>;
}

export interface Answered {
  word: string;
  times: readonly number[];
}

const wordMs = 400;

/**
 * An engine that says of each recording which one it is: every word is `said` and the length of what was sent, in ms.
 * @param latencyMs how long it takes over one.
 */
export async function startEngine(latencyMs: number): Promise<Engine> {
  const gemini = await startGeminiEmulator();
  const answered = new Map<string, Answered>();
  gemini.onTranscribe(async ({ audio }) => {
    await delay(latencyMs);
    const hash = createHash('sha256').update(audio).digest('hex');
    const durationMs = durationOf(audio);
    const before = answered.get(hash)?.times ?? [];
    answered.set(hash, { word: wordFor(durationMs), times: [...before, performance.now()] });
    const words = Array.from(
      { length: Math.max(1, Math.floor(durationMs / wordMs)) },
      (_, index) => ({
        text: `${wordFor(durationMs)}n${index}`,
        startMs: index * wordMs,
        endMs: (index + 1) * wordMs - 20,
      }),
    );
    return [{ speaker: 'spk_0', words }];
  });
  // A note of nothing, and no speaker who is another: the same answer fits both questions.
  gemini.onGenerate(() => ({ matches: [], summary: [], key_points: [], action_items: [] }));
  return { gemini, answered };
}

/** What is heard in a recording of this length: tenths of a second tell them apart, however it was cut. */
export const wordFor = (durationMs: number): string => `said${Math.round(durationMs / 100)}`;

/** What is heard in the audio that a question to the engine has in it; null where it has none. */
export function wordIn(question: Buffer): string | null {
  const inline = /"data":\s*"([\w+/=]+)"/.exec(question.toString('latin1'))?.[1];
  return inline === undefined ? null : wordFor(durationOf(Buffer.from(inline, 'base64')));
}

/** By the header of a FLAC file, 20 bits of rate and 36 of samples from its 18th byte on, or by the size of a WAV. */
function durationOf(audio: Buffer): number {
  if (audio.toString('latin1', 0, 4) === 'RIFF') return (audio.length - 44) / 32;
  const rate = audio.readUIntBE(18, 3) >> 4;
  const samples = (audio.readUInt8(21) & 0x0f) * 2 ** 32 + audio.readUInt32BE(22);
  return (samples / rate) * 1000;
}
