import {
  MeetingGeneration,
  newId,
  StageRun,
  type GenerationOutline,
  type Meeting,
  type Stage,
} from '@memo/entities';
import { createTransact } from '@memo/entities/connections';
import { TranscriptGeneration, type Transcript } from '@memo/entities/transcripts';
import { AppError } from '@memo/errors';
import { buildTranscript } from '@memo/testing';
import type { StageWork } from '../src/stage-output.ts';
import type { PipelineFixture } from './pipeline-fixture.ts';

export const nothing: StageWork = () => Promise.resolve({});
export const badInput: StageWork = () => Promise.reject(new AppError('invalid_input', 'No sound.'));

const chunks = [
  { side: null, startMs: 0, endMs: 60_000 },
  { side: null, startMs: 50_000, endMs: 120_000 },
];

export type Gap = NonNullable<Transcript['coverage']>['gaps'][number];

export const aGap: Gap = { side: null, start_ms: 70_000, end_ms: 80_000, reason: 'no_words' };

export const inBothChunks: Gap[] = [{ ...aGap, start_ms: 10_000 }];

const coverage = (gaps: Gap[]): Transcript['coverage'] => ({
  ...{ speech_ms: 120_000, transcribed_ms: 110_000, share: 0.9166, gaps, chunks: 2 },
  ...{ chunks_retried: 0, loops_removed: 0, seams_repaired: 1, speakers_matched: 0 },
});

/** What a list says of a generation whose words are in this row. */
export const outlineOf = (words: string): GenerationOutline => ({
  ...{ provider: null, model: null, share: null, speakers: [] },
  words,
});

export const noReason = { code: 'internal', message: 'No.', retryable: true, stage: 'assemble' };

/** COMPLETED meetings of two chunks, and what is made of them beside what is shown. */
export function onCompleted(fixture: PipelineFixture) {
  /** A COMPLETED meeting of two chunks whose transcript has these gaps. */
  async function completed(gaps: Gap[] = [aGap]): Promise<Meeting> {
    const meeting = await fixture.begin();
    await fixture.run(meeting, 'prepare', () =>
      Promise.resolve({ result: { chunks }, nextParts: 2 }),
    );
    await fixture.run(meeting, 'transcribe', ({ part }) => Promise.resolve({ result: { part } }));
    const { manager } = fixture.dataSource;
    await buildTranscript(manager, fixture.scope, meeting.id, ['Hello'], {
      coverage: coverage(gaps),
    });
    for (const stage of ['assemble', 'summarize', 'analyze', 'sync'] as const) {
      await fixture.run(meeting, stage, nothing);
    }
    return fixture.reload(meeting);
  }

  const retry = ({ id }: Meeting) =>
    createTransact(fixture.dataSource)((tx) => fixture.pipeline.retry(fixture.scope, tx, id));

  const runsOf = async ({ id: meetingId }: Meeting, generation: number) => {
    const where = { meetingId, generation };
    const runs = await fixture.dataSource.manager.find(StageRun, { where });
    return runs
      .map(({ stage, part, status }) => `${stage} ${part} ${status}`)
      .sort((a, b) => a.localeCompare(b));
  };

  /** Runs what is queued of a stage. */
  async function runQueued({ id: meetingId }: Meeting, stage: Stage, work: StageWork) {
    const { manager } = fixture.dataSource;
    const queued = await manager.findBy(StageRun, { meetingId, stage, status: 'queued' });
    for (const { id } of queued) {
      // Those of a generation that was given up have failed with it.
      if (await manager.existsBy(StageRun, { id, status: 'queued' }))
        await fixture.runOne(id, work);
    }
    return queued.length;
  }

  const queuedChunks = async ({ id: meetingId }: Meeting) => {
    const runs = await fixture.dataSource.manager.find(StageRun, {
      where: { meetingId, stage: 'transcribe', status: 'queued' },
      order: { part: 'ASC' },
    });
    const [first, second] = runs.map(({ id }) => id);
    if (first === undefined || second === undefined) throw new Error('Two chunks are queued.');
    return [first, second] as const;
  };

  /** A generation that the list knows; kept, where it says when. */
  async function known(
    { id: meetingId, workspaceId }: Meeting,
    columns: Partial<Omit<MeetingGeneration, 'kept' | 'reprocess' | 'meeting' | 'workspace'>>,
  ): Promise<void> {
    const kept = columns.keptAt === undefined ? null : {};
    const row = { id: newId(), meetingId, workspaceId, kept, ...columns };
    await fixture.dataSource.manager.insert(MeetingGeneration, row);
  }

  /** What the machine made in a generation; returns its id. */
  async function wordsOf(
    { id: meetingId, workspaceId }: Meeting,
    generation: number,
  ): Promise<string> {
    const id = newId();
    const made = { segments: [], words: [], provider: 'test', model: 'test' };
    const row = { id, workspaceId, meetingId, generation, ...made };
    await fixture.dataSource.manager.insert(TranscriptGeneration, row);
    return id;
  }

  return { completed, known, wordsOf, retry, runsOf, runQueued, queuedChunks };
}
