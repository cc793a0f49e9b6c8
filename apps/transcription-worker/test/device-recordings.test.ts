import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { MeetingSpeaker, type Meeting } from '@memo/entities';
import { storedTranscript } from '@memo/testing';
import { wordErrorRate } from '@memo/testing/word-error-rate';
import { startWorker, type WorkerFixture } from './worker-fixture.ts';

const a = 'good morning the delivery to the warehouse in boston is late again';
const b = 'thank you please send the contract to our lawyer before monday';

/** What the engine itself gets wrong, of the words. */
const mostErrors = 0.34;

let fixture: WorkerFixture;

beforeAll(async () => {
  fixture = await startWorker({
    SPEECH_PROVIDER: 'offline',
    TEXT_PROVIDER: 'offline',
    SPEECH_DETECTION: 'voice',
  });
});

afterAll(() => fixture.close());

const load = (name: string) => readFile(join(import.meta.dirname, 'recordings', name));

interface Heard {
  meeting: Meeting;
  /** What was said on each side, in order. */
  sides: { side: number | null; text: string }[];
  coverage: Awaited<ReturnType<typeof storedTranscript>>['coverage'];
}

async function transcribe(...names: string[]): Promise<Heard> {
  const sounds = await Promise.all(names.map(load));
  const meeting = await fixture.settled(await fixture.process(sounds), { timeoutMs: 90_000 });
  const { manager } = fixture.dataSource;
  const { segments, coverage } = await storedTranscript(manager, meeting.id);
  const speakers = await manager.findBy(MeetingSpeaker, { meetingId: meeting.id });
  const bySide = Map.groupBy(
    segments,
    ({ speakerKey }) => speakers.find(({ key }) => key === speakerKey)?.side ?? null,
  );
  const sides = [...bySide].map(([side, own]) => {
    return { side, text: own.map(({ text }) => text).join(' ') };
  });
  return { meeting, sides: sides.sort((one, two) => (one.side ?? 0) - (two.side ?? 0)), coverage };
}

function expectSaid(text: string | undefined, expected: string) {
  expect({ text, errors: wordErrorRate(expected, text ?? '') <= mostErrors }).toEqual({
    text,
    errors: true,
  });
}

it('inverse stereo is heard', async () => {
  const { meeting, sides } = await transcribe('antiphase.flac');
  expect(meeting).toMatchObject({ status: 'COMPLETED', needsReview: false });
  expectSaid(sides[0]?.text, a);
});

it('parts of two rates in one file follow each other in time', async () => {
  const { meeting, sides } = await transcribe('joined-rates.mp3');
  expect(Math.abs((meeting.durationMs ?? 0) - 8_690)).toBeLessThan(50);
  expect(sides).toHaveLength(1);
  expectSaid(sides[0]?.text, `${a} ${b}`);
});

it('two tracks of one file are two sides', async () => {
  const { sides, coverage } = await transcribe('two-tracks.m4a');
  expect(sides.map(({ side }) => side)).toEqual([0, 1]);
  expectSaid(sides[0]?.text, a);
  expectSaid(sides[1]?.text, b);
  expect(coverage?.files).toEqual([
    {
      container: 'mov',
      tracks: [
        { codec: 'aac', channels: 1, heard: true },
        { codec: 'aac', channels: 1, heard: true },
      ],
    },
  ]);
});

it('what a microphone hears from the loudspeaker stands once', async () => {
  const { sides, coverage } = await transcribe('bleed-mic.opus', 'bleed-system.opus');
  // The engine does not hear all of it alike on the two sides, and words that differ stay.
  const [microphone, system] = sides.map(({ text }) => text);
  expect(microphone).toContain('boston is late again');
  expect(microphone).not.toContain('lawyer');
  expect(system).toContain('our lawyer before monday');
  expect(coverage?.echo_words_removed).toBeGreaterThanOrEqual(5);
});
