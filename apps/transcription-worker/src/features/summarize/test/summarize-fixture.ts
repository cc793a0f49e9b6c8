import { createAi, createPricing, createSummarizer, createSupportChecker } from '@memo/ai';
import { Meeting, MeetingSpeaker, Minutes, MinutesVersion, newId, StageRun } from '@memo/entities';
import { createTransact, managerOf } from '@memo/entities/connections';
import { Transcript } from '@memo/entities/transcripts';
import { createRecordEvent } from '@memo/journal';
import { silentLogger } from '@memo/logging';
import { createMeetingReader } from '@memo/meetings';
import { createMeetingKeys } from '@memo/storage';
import { buildMeeting } from '@memo/testing';
import { startBackend } from '../../../../test/backend.ts';
import { createAiCallsRepository } from '../../../answers/ai-calls.repository.ts';
import { createAiCalls } from '../../../answers/ai-calls.ts';
import { createAnswers } from '../../../answers/answers.ts';
import { createCheckSupport } from '../check-support.ts';
import { createMinutes } from '../minutes.service.ts';
import { createSummarizeRepository } from '../summarize.repository.ts';
import { createSummarize } from '../summarize.service.ts';
import { createWriteNote } from '../write-note.ts';

export type SummarizeFixture = Awaited<ReturnType<typeof startSummarize>>;

/** The summarize stage alone, over transcripts a test writes, on real servers and an emulated Gemini. */
export async function startSummarize(settings: Record<string, string> = {}) {
  const { dataSource, database, gemini, config, storage, pipeline, scope, close } =
    await startBackend(settings);
  const { manager } = dataSource;
  const { languageModel } = createAi(config.ai);
  const warnings: string[] = [];
  const answers = createAnswers({
    answered: () => undefined,
    storage,
    keys: createMeetingKeys(config.storage.audioPrefix),
    calls: createAiCalls({
      repository: createAiCallsRepository(database),
      pricing: createPricing(config.ai.prices),
    }),
    logger: silentLogger,
  });
  const writeNote = createWriteNote({
    answers,
    summarizer: createSummarizer(languageModel),
    checkSupport: createCheckSupport({
      answers,
      checker: config.note.supportCheck ? createSupportChecker(languageModel) : null,
      logger: { ...silentLogger, warn: (message) => void warnings.push(message) },
    }),
  });
  const reader = createMeetingReader(database);
  const repository = createSummarizeRepository(database, createRecordEvent(database));
  const summarize = createSummarize({ reader, repository, writeNote });
  const minutes = createMinutes({ database, reader, writeNote, pipeline });

  return {
    manager,
    gemini,
    scope,
    /** What operators were told. */
    warnings,
    /** A meeting in which these were said, by two in turn, five seconds each. */
    transcribed: async (
      texts: string[],
      {
        speechMs = texts.length * 5_000,
        ...overrides
      }: Partial<Meeting> & { speechMs?: number } = {},
    ): Promise<Meeting> => {
      const meeting = await buildMeeting(manager, scope, { status: 'PROCESSING', ...overrides });
      const owner = { workspaceId: scope.workspaceId, meetingId: meeting.id };
      await manager.insert(Transcript, {
        ...owner,
        id: newId(),
        provider: 'gemini',
        model: 'gemini-3.5-transcribe',
        segments: segmentsOf(texts),
        coverage: { ...whole, speech_ms: speechMs, transcribed_ms: texts.length * 5_000 },
      });
      for (const number of [1, 2]) {
        await manager.insert(MeetingSpeaker, {
          ...owner,
          id: newId(),
          key: `S${number}`,
          label: `Speaker${number}`,
          name: null,
          side: null,
        });
      }
      return meeting;
    },
    /** From now on these were said in it. */
    hears: ({ id: meetingId }: Meeting, texts: string[]) =>
      manager.update(Transcript, { meetingId }, { segments: segmentsOf(texts) }),
    /** Runs the stage once, as a worker would that is given its job; returns the meeting and the run. */
    run: async ({ id: meetingId }: Meeting, signal = new AbortController().signal) => {
      const found = await manager.findOneByOrFail(Meeting, { id: meetingId });
      const { workspaceId, nextGeneration } = found;
      const generation = nextGeneration ?? found.generation;
      const run = { meetingId, workspaceId, generation, stage: 'summarize' as const };
      if (!(await manager.existsBy(StageRun, run))) {
        await manager.insert(StageRun, { ...run, id: newId() });
      }
      const { id } = await manager.findOneByOrFail(StageRun, run);
      // What another test left to be tried again would come before it.
      await manager.query(
        `UPDATE stage_runs SET due_at = CASE id WHEN $1 THEN now() ELSE 'infinity' END WHERE status = 'queued'`,
        [id],
      );
      await pipeline.runNext('transcription', { summarize }, signal);
      const [meeting, settled] = await Promise.all([
        manager.findOneByOrFail(Meeting, { id: meetingId }),
        manager.findOneByOrFail(StageRun, { id }),
      ]);
      return { meeting, run: settled };
    },
    /** Makes minutes of it once, as a worker would that is given their job. */
    makeMinutes: async (
      { id: meetingId, workspaceId }: Meeting,
      number: number,
      columns: Partial<Omit<Minutes, 'meeting'>> = {},
    ) => {
      const of = { meetingId, number };
      const isThere = await manager.existsBy(Minutes, of);
      if (isThere) await manager.update(Minutes, of, { status: 'PENDING', ...columns });
      else await manager.insert(Minutes, { id: newId(), workspaceId, ...of, ...columns });
      await manager.query(`UPDATE stage_runs SET due_at = 'infinity' WHERE status = 'queued'`);
      await createTransact(dataSource)((tx) => pipeline.scheduleMinutes(scope, tx, of));
      await pipeline.runNext('transcription', { minutes }, new AbortController().signal);
      const made = await manager.findOneByOrFail(Minutes, of);
      return {
        minutes: made,
        versions: await manager.find(MinutesVersion, {
          where: { minutesId: made.id },
          order: { number: 'ASC' },
        }),
        meeting: await manager.findOneByOrFail(Meeting, { id: meetingId }),
        run: await manager.findOneByOrFail(StageRun, { meetingId, stage: 'minutes', part: number }),
      };
    },
    /** A complete re-run of the pipeline that has come as far as this stage. */
    begunAgain: ({ id }: Meeting) =>
      createTransact(dataSource)(async (tx) => {
        const { generation } = await managerOf(tx).findOneByOrFail(Meeting, { id });
        const again = { generation: generation + 1, status: 'PROCESSING' } as const;
        await managerOf(tx).update(Meeting, id, again);
      }),
    close,
  };
}

const segmentsOf = (texts: string[]) =>
  texts.map((text, id) => ({
    id,
    text,
    speakerKey: `S${(id % 2) + 1}`,
    startMs: id * 5_000,
    endMs: id * 5_000 + 4_000,
    words: [],
  }));

const whole = {
  share: 1,
  gaps: [],
  chunks: 1,
  chunks_retried: 0,
  loops_removed: 0,
  seams_repaired: 0,
  speakers_matched: 0,
};
