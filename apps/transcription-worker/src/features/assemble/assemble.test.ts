import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Meeting, MeetingSpeaker, newId, StageRun } from '@memo/entities';
import { eventsOf, storedTranscript } from '@memo/testing';
import { PartialTranscript } from '@memo/entities/transcripts';
import { createTruthfulMatcher, judge, planMeeting } from '@memo/testing/known-meeting';
import {
  buildTranscribed,
  recognizeChunk,
  type GivenChunk,
} from '../../../test/transcribed-meeting.ts';
import { startWorker, type WorkerFixture } from '../../../test/worker-fixture.ts';

const note = { summary: [], key_points: [], action_items: [] };
const minute = 60_000;

/** Four people; the fourth says nothing while the second chunk runs, and comes back. */
const planned = planMeeting({
  seed: 21,
  minutes: 9,
  speakers: 4,
  absences: [{ speaker: 3, startMs: 2.7 * minute, endMs: 6.3 * minute }],
});
const spans = [
  { startMs: 0, endMs: 3 * minute },
  { startMs: 2.8 * minute, endMs: 6.2 * minute },
  { startMs: 6 * minute, endMs: 9 * minute },
];
const recognizedInChunks = () => spans.map((span, chunk) => recognizeChunk(planned, span, chunk));

let fixture: WorkerFixture;

beforeAll(async () => {
  fixture = await startWorker();
});
beforeEach(() => fixture.gemini.onGenerate(() => note));
afterAll(() => fixture.close());

/** The meeting once its chunks are assembled, and what it has then. */
async function assemble(
  given: GivenChunk[],
  overrides: Parameters<typeof buildTranscribed>[2] = {},
) {
  const { manager } = fixture.dataSource;
  const { meeting } = await buildTranscribed({ manager, ...fixture }, given, overrides);
  await begin(meeting);
  return { meeting, ...(await assembled(meeting)) };
}

async function begin({ id: meetingId, workspaceId, generation }: Meeting): Promise<void> {
  const run = { id: newId(), workspaceId, meetingId, generation, stage: 'assemble' } as const;
  await fixture.dataSource.manager.insert(StageRun, run);
  await fixture.producer.offer('transcription', 1);
}

async function assembleAgain(meeting: Meeting): Promise<void> {
  const { manager } = fixture.dataSource;
  for (const stage of ['assemble', 'summarize', 'analyze', 'sync'] as const) {
    await manager.delete(StageRun, { meetingId: meeting.id, stage });
  }
  await manager.update(Meeting, meeting.id, { status: 'PROCESSING' });
  await begin(meeting);
}

async function assembled(row: Meeting) {
  const { manager } = fixture.dataSource;
  const meeting = await fixture.settled(row);
  const [transcript, speakers] = await Promise.all([
    storedTranscript(manager, row.id),
    manager.findBy(MeetingSpeaker, { meetingId: row.id }),
  ]);
  return { settled: meeting, transcript, speakers };
}

const asksWhoIsWho = ({ instructions }: { instructions: string }) =>
  instructions.includes('may_be');
const questions = () => fixture.gemini.requests.filter(asksWhoIsWho).length;

describe('speakers the overlaps cannot tell', () => {
  it('are known again by what they said', async () => {
    const matcher = createTruthfulMatcher([planned]);
    fixture.gemini.onGenerate((request) => matcher(request) ?? note);
    const { transcript, speakers } = await assemble(recognizedInChunks());
    const verdict = judge(planned, transcript.segments, speakers);
    expect(verdict).toMatchObject({ lost: 0, doubled: 0, invented: 0, mixedKeys: [] });
    expect(speakers).toHaveLength(4);
    expect(transcript.coverage?.speakers_matched).toBeGreaterThanOrEqual(1);
  });

  it('stay two speakers when the model is not sure', async () => {
    const matcher = createTruthfulMatcher([planned], { confidence: 0.7 });
    fixture.gemini.onGenerate((request) => matcher(request) ?? note);
    const { transcript, speakers } = await assemble(recognizedInChunks());
    expect(judge(planned, transcript.segments, speakers).mixedKeys).toEqual([]);
    expect(speakers.length).toBeGreaterThan(4);
    expect(transcript.coverage).toMatchObject({ speakers_matched: 0 });
  });

  it.each([
    ['names that are not there', { same_as: 'S77', because: [0] }],
    ['segments that are not there', { same_as: 'S1', because: [123_456] }],
  ])('stay apart when the model answers %s', async (_, answer) => {
    fixture.gemini.onGenerate((request) =>
      asksWhoIsWho(request)
        ? { matches: ['S5', 'S6'].map((speaker) => ({ speaker, confidence: 1, ...answer })) }
        : note,
    );
    const { transcript, speakers } = await assemble(recognizedInChunks());
    expect(speakers.length).toBeGreaterThan(4);
    expect(transcript.coverage).toMatchObject({ speakers_matched: 0 });
  });

  it('are asked about once, on a re-run too, which keeps the names they were given', async () => {
    const matcher = createTruthfulMatcher([planned]);
    fixture.gemini.onGenerate((request) => matcher(request) ?? note);
    const before = questions();
    const { meeting, speakers } = await assemble(recognizedInChunks());
    expect(questions()).toBe(before + 1);
    const renamed = { id: speakers.find(({ key }) => key === 'S2')?.id ?? '' };
    await fixture.dataSource.manager.update(MeetingSpeaker, renamed, { name: 'Ann' });
    await assembleAgain(meeting);
    const again = await assembled(meeting);
    expect(again.speakers).toHaveLength(4);
    expect(questions()).toBe(before + 1);
    expect(again.speakers.filter(({ name }) => name !== null)).toMatchObject([
      { key: 'S2', label: 'Speaker2', name: 'Ann' },
    ]);
  });

  it('are asked about once more after a bad answer, and then left apart', async () => {
    fixture.gemini.onGenerate((request) => (asksWhoIsWho(request) ? { matches: 'none' } : note));
    const before = questions();
    const { settled, speakers } = await assemble(recognizedInChunks());
    expect(settled.status).toBe('COMPLETED');
    expect(questions()).toBe(before + 2);
    expect(speakers.length).toBeGreaterThan(4);
  });

  it('wait for a model that is down', async () => {
    const matcher = createTruthfulMatcher([planned]);
    fixture.gemini.onGenerate((request) => matcher(request) ?? note);
    fixture.gemini.failNext({ kind: 'rate_limited', retryDelayMs: 1_000 }, 'generate');
    const { speakers } = await assemble(recognizedInChunks());
    expect(speakers).toHaveLength(4);
  });

  it('are never looked for on the other side of a dual recording', async () => {
    const dual = planMeeting({ seed: 5, minutes: 4, speakers: 2, sides: [0, 1] });
    const before = questions();
    const { transcript, speakers } = await assemble(
      [0, 1].map((side) => recognizeChunk(dual, { startMs: 0, endMs: 4 * minute }, side, side)),
      {
        recordings: [0, 1].map((side) => ({ side, durationMs: 4 * minute, declaredMs: null })),
      },
    );
    expect(questions()).toBe(before);
    expect(judge(dual, transcript.segments, speakers)).toMatchObject({ lost: 0, mixedKeys: [] });
    expect(speakers.map(({ side }) => side).sort()).toEqual([0, 1]);
  });

  it('are one where one person is expected and no piece has two', async () => {
    const alone = planMeeting({ seed: 6, minutes: 4, speakers: 1 });
    const recognized = [
      { startMs: 0, endMs: 2 * minute },
      { startMs: 2 * minute, endMs: 4 * minute },
    ].map((span, chunk) => recognizeChunk(alone, span, chunk));
    recognized[1]?.pieces?.[0]?.utterances.forEach((said) => (said.speaker = 'another name'));
    const before = questions();
    const { speakers } = await assemble(recognized, { speakersExpected: 1 });
    expect(speakers).toHaveLength(1);
    expect(questions()).toBe(before);
  });
});

describe('the transcript', () => {
  const words = (text: string, startMs: number, speaker = 'a') => {
    return { speaker, text, startMs, endMs: startMs + 1_000, words: [] };
  };

  it('says what it covers, and that it needs review when too much is missing', async () => {
    const { settled, transcript } = await assemble(
      [
        {
          ...{ startMs: 0, endMs: 60_000, rejectedAnswers: 3, loops: 1, givenTwice: 2 },
          pieces: [{ startMs: 0, endMs: 30_000, utterances: [words('One.', 100)] }],
          gaps: [{ startMs: 30_000, endMs: 60_000, reason: 'repetition_loop' }],
        },
        {
          ...{ startMs: 48_000, endMs: 100_000 },
          pieces: [{ startMs: 48_000, endMs: 100_000, utterances: [words('Two.', 20_000)] }],
        },
      ],
      { recordings: [{ side: null, durationMs: 100_000, declaredMs: 101_000 }] },
    );
    expect(settled).toMatchObject({ status: 'COMPLETED', needsReview: true });
    expect(transcript.coverage).toMatchObject({
      speech_ms: 100_000,
      transcribed_ms: 81_000,
      gaps: [
        { start_ms: 30_000, end_ms: 49_000, reason: 'repetition_loop' },
        { start_ms: 100_000, end_ms: 101_000, reason: 'missing_from_file' },
      ],
      chunks: 2,
      chunks_retried: 1,
      loops_removed: 1,
      turns_given_twice: 2,
    });
  });

  it('of pieces that overlap has every word once', async () => {
    const said = planMeeting({ seed: 8, minutes: 2, speakers: 1 });
    const halves = [
      { startMs: 0, endMs: 66_000 },
      { startMs: 54_000, endMs: 120_000 },
    ].flatMap((span, index) => recognizeChunk(said, span, index).pieces ?? []);
    const { settled, transcript, speakers } = await assemble([
      { startMs: 0, endMs: 120_000, pieces: halves },
    ]);
    const verdict = judge(said, transcript.segments, speakers);
    expect(verdict).toMatchObject({ lost: 0, doubled: 0, invented: 0, orderErrors: 0 });
    expect(transcript.coverage).toMatchObject({ seams_repaired: 1, share: 1 });
    expect(settled.needsReview).toBe(false);
  });

  it('names everybody who answered, and the engine of this place where nobody was asked', async () => {
    const source = (model: string) => ({ provider: 'gemini', model });
    const piece = { startMs: 0, endMs: 2_000, utterances: [words('Yes.', 0)] };
    const both = await assemble([
      { startMs: 0, endMs: 2_000, pieces: [piece], sources: [source('a'), source('b')] },
    ]);
    expect(both.transcript).toMatchObject({ provider: 'gemini', model: 'a, b' });
    const silent = await assemble([{ startMs: 0, endMs: 2_000, speech: [], sources: [] }]);
    expect(silent.transcript).toMatchObject({ provider: 'gemini', segments: [] });
    expect(silent.transcript.model).not.toBe('');
    expect(silent.settled).toMatchObject({ status: 'COMPLETED', needsReview: false });
  });

  it('takes the place of what was shown before', async () => {
    const { manager } = fixture.dataSource;
    const piece = { startMs: 0, endMs: 2_000, utterances: [words('Yes.', 0)] };
    const { meeting } = await buildTranscribed({ manager, ...fixture }, [
      { startMs: 0, endMs: 2_000, pieces: [piece] },
    ]);
    const { id: meetingId, workspaceId } = meeting;
    await manager.insert(PartialTranscript, {
      ...{ id: newId(), meetingId, workspaceId, generation: 1, segments: [], speakers: [] },
      ...{ chunksDone: 1, chunksTotal: 2, coveredMs: 1 },
    });
    await begin(meeting);
    await assembled(meeting);
    expect(await manager.countBy(PartialTranscript, { meetingId })).toBe(0);
  });
});

it('a transcript that is there is told to those who follow the meeting, and then its note', async () => {
  const { meeting } = await assemble(recognizedInChunks());
  expect(await eventsOf(fixture.dataSource, meeting.id)).toEqual([
    { kind: 'transcript.changed', details: {} },
    { kind: 'note.changed', details: {} },
    { kind: 'meeting.completed', details: {} },
  ]);
});
