import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createAudioTools } from './audio-tools.ts';
import {
  createRecordings,
  decodeWhole,
  installedFfmpeg,
  type Recordings,
} from '../test/recordings.ts';
import type { Span } from './types.ts';

const { signal } = new AbortController();

let recordings: Recordings;
beforeAll(async () => {
  recordings = await createRecordings();
});
afterAll(() => recordings.remove());

/** Four seconds of which those where `sounding` holds (over `t`, seconds) are a tone. */
async function silentSpans(sounding: string): Promise<Span[]> {
  const audio = createAudioTools({ ffmpegPath: await installedFfmpeg() });
  const source = `aevalsrc=(${sounding})*sin(2764*t)/2:sample_rate=16000:duration=4`;
  const wav = recordings.path('decoded.wav');
  const meeting = await recordings.make('meeting.flac', source);
  const { gainDb } = await decodeWhole(audio, meeting, wav);
  return audio.findSilence(wav, gainDb, signal);
}

function expectAbout(spans: Span[], expected: Span[]) {
  expect(spans).toHaveLength(expected.length);
  for (const [index, { startMs, endMs }] of expected.entries()) {
    expect(Math.abs((spans[index]?.startMs ?? NaN) - startMs)).toBeLessThanOrEqual(50);
    expect(Math.abs((spans[index]?.endMs ?? NaN) - endMs)).toBeLessThanOrEqual(50);
  }
}

describe('silence', () => {
  it('between two tones is found', async () => {
    expectAbout(await silentSpans('lt(t\\,1)+gt(t\\,2.5)'), [{ startMs: 1000, endMs: 2500 }]);
  });

  it('at both ends is found and closed at the ends of the recording', async () => {
    const spans = await silentSpans('between(t\\,1\\,3)');
    expectAbout(spans, [
      { startMs: 0, endMs: 1000 },
      { startMs: 3000, endMs: 4000 },
    ]);
    expect([spans.at(0)?.startMs, spans.at(-1)?.endMs]).toEqual([0, 4000]);
  });

  it('shorter than a pause between sentences does not count', async () => {
    expect(await silentSpans('lt(t\\,1)+gt(t\\,1.3)')).toEqual([]);
  });

  it('is told from a far voice 24 dB below the near one', async () => {
    expectAbout(await silentSpans('lt(t\\,1)+0.063*gt(t\\,2.5)'), [{ startMs: 1000, endMs: 2500 }]);
  });

  it.each([-20, 15])('is the same in a recording %i dB louder or quieter', async (change) => {
    const factor = 10 ** (change / 20);
    expectAbout(await silentSpans(`${factor}*(lt(t\\,1)+0.1*gt(t\\,2.5))`), [
      { startMs: 1000, endMs: 2500 },
    ]);
  });

  it('throughout is one span', async () => {
    expect(await silentSpans('0')).toEqual([{ startMs: 0, endMs: 4000 }]);
  });
});
