import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createAudioTools } from '../audio-tools.ts';
import {
  createRecordings,
  decodeWhole,
  installedFfmpeg,
  type Recordings,
} from '../../test/recordings.ts';
import type { AudioTools } from '../types.ts';

/** Two sentences, with a second between them. */
const speech = join(import.meta.dirname, '../../test/speech.opus');
const speechMs = 9_000;

let recordings: Recordings;
let audio: AudioTools;

beforeEach(async () => {
  recordings = await createRecordings();
  audio = createAudioTools({ ffmpegPath: await installedFfmpeg() });
});
afterEach(() => recordings.remove());

/** The sum of these ffmpeg sources, of which `[0]` is speech. */
async function spokenMs(graph: string): Promise<number> {
  const wav = recordings.path('decoded.wav');
  const input = ['-i', speech, '-filter_complex', graph, '-map', '[out]'];
  const mixed = await recordings.make('mixed.flac', 'anullsrc=d=0.1', ...input);
  await decodeWhole(audio, mixed, wav);
  const { spans, failure } = await audio.findSpeech(wav, new AbortController().signal);
  expect(failure).toBeNull();
  return (spans ?? []).reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);
}

describe('the voice detector', () => {
  it('finds who speaks', async () => {
    expect(await spokenMs('[1]anull[out]')).toBeGreaterThan(0.8 * speechMs);
  });

  it('finds somebody who is 30 dB below the others', async () => {
    const far = '[1]asplit[a][b];[b]volume=-30dB[far];[a][far]concat=n=2:v=0:a=1[out]';
    expect(await spokenMs(far)).toBeGreaterThan(1.6 * speechMs);
  });

  it.each([
    ['music', 'aevalsrc=0.2*sin(440*2*PI*t)*(1+sin(3*t))+0.1*sin(660*2*PI*t):d=30'],
    ['a hum', 'aevalsrc=0.02*sin(100*2*PI*t)+0.01*sin(200*2*PI*t):d=30'],
    ['hiss', 'anoisesrc=d=30:a=0.01:seed=1'],
    ['clicks', 'aevalsrc=0.3*random(0)*lt(mod(t\\,0.4)\\,0.01):d=30'],
  ])('hears nobody in %s', async (_, noise) => {
    const behind = `${noise},aformat=sample_rates=48000:channel_layouts=mono[n];[1][n]concat=n=2:v=0:a=1[out]`;
    expect(await spokenMs(behind)).toBeLessThan(speechMs + 2_000);
  });
});
