import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createAudioTools } from '../audio-tools.ts';
import {
  createRecordings,
  decodeWhole,
  installedFfmpeg,
  type Recordings,
} from '../../test/recordings.ts';
import type { AudioTools, Span } from '../types.ts';

/** Two sentences, with a second between them. */
const speech = join(import.meta.dirname, '../../test/speech.opus');
const speechMs = 9_000;

const noises = {
  music: 'aevalsrc=0.2*sin(440*2*PI*t)*(1+sin(3*t))+0.1*sin(660*2*PI*t):d=15',
  'a hum': 'aevalsrc=0.02*sin(100*2*PI*t)+0.01*sin(200*2*PI*t):d=15',
  hiss: 'anoisesrc=d=15:a=0.01:seed=1',
  clicks: 'aevalsrc=0.3*random(0)*lt(mod(t\\,0.4)\\,0.01):d=15',
};
const form = 'aformat=sample_rates=16000:channel_layouts=mono';
const spoken = `amovie=${speech},${form}`;
const inARow = (...parts: string[]) => {
  const labels = parts.map((_, index) => `[p${index}]`);
  const graphs = parts.map((part, index) => `${part},${form}${labels[index]};`);
  return `${graphs.join('')}${labels.join('')}concat=n=${parts.length}:v=0:a=1`;
};

let recordings: Recordings;
let audio: AudioTools;

beforeAll(async () => {
  recordings = await createRecordings();
  audio = createAudioTools({ ffmpegPath: await installedFfmpeg() });
  await recordings.makeAll({
    'near-and-far.flac': [inARow(spoken, `${spoken},volume=-30dB`)],
    'noises.flac': [inARow(spoken, ...Object.values(noises))],
  });
});
afterAll(() => recordings.remove());

async function spansIn(name: string): Promise<Span[]> {
  const wav = recordings.path('decoded.wav');
  await decodeWhole(audio, recordings.path(name), wav);
  const { spans, failure } = await audio.findSpeech(wav, new AbortController().signal);
  expect(failure).toBeNull();
  return spans ?? [];
}

const msBetween = (spans: Span[], fromMs: number, toMs: number) =>
  spans
    .map(({ startMs, endMs }) => Math.min(endMs, toMs) - Math.max(startMs, fromMs))
    .reduce((sum, ms) => sum + Math.max(0, ms), 0);

describe('the voice detector', () => {
  it('finds who speaks, and somebody who is 30 dB below the others', async () => {
    const spans = await spansIn('near-and-far.flac');
    expect(msBetween(spans, 0, speechMs)).toBeGreaterThan(0.8 * speechMs);
    expect(msBetween(spans, speechMs, 2 * speechMs)).toBeGreaterThan(0.8 * speechMs);
  });

  it('hears nobody in music, a hum, hiss or clicks behind speech', async () => {
    const spans = await spansIn('noises.flac');
    expect(msBetween(spans, 0, speechMs)).toBeGreaterThan(0.8 * speechMs);
    for (const [index, noise] of Object.keys(noises).entries()) {
      const fromMs = speechMs + index * 15_000;
      const heardMs = msBetween(spans, fromMs, fromMs + 15_000);
      expect({ noise, heard: heardMs > 2_000 }).toEqual({ noise, heard: false });
    }
  });
});
