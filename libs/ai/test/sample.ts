import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { findFfmpeg } from '@memo/audio';
import { execa } from 'execa';
import { z } from 'zod';

export type Side = 'microphone' | 'system';

const turnSchema = z.object({
  side: z.enum(['microphone', 'system']),
  speaker: z.string(),
  text: z.string(),
  start_ms: z.number().int(),
  end_ms: z.number().int(),
});

export type Turn = z.infer<typeof turnSchema>;

const fileOf = (name: string) =>
  fileURLToPath(new URL(`../../../apps/stack/sample/${name}`, import.meta.url));

/** What is said in the bundled sales call, in order. */
export async function sampleTurns(): Promise<Turn[]> {
  const json: unknown = JSON.parse(await readFile(fileOf('truth.json'), 'utf8'));
  return z.array(turnSchema).parse(json);
}

/** Writes one side of the call as the WAV recognizers take. */
export async function writeSampleWav(side: Side, wavPath: string): Promise<void> {
  await writeWav(['-i', fileOf(`${side}.opus`)], wavPath);
}

export async function writeSilentWav(durationMs: number, wavPath: string): Promise<void> {
  await writeWav(['-f', 'lavfi', '-i', 'anullsrc', '-t', `${durationMs}ms`], wavPath);
}

async function writeWav(input: string[], wavPath: string): Promise<void> {
  const ffmpeg = await findFfmpeg(undefined);
  await execa(ffmpeg, ['-v', 'error', ...input, '-ar', '16000', '-ac', '1', wavPath]);
}
