import {
  arrayOf,
  integer,
  joinSql,
  jsonb,
  ownedStatement,
  sql,
  stages,
  uuid,
  type MeetingError,
  type Reprocess,
  type Sql,
  type Stage,
} from '@memo/entities';
import { minutesStarted } from './minutes.sql.ts';

type Effect = string | null;

interface Effects {
  started: Effect;
  succeeded: Effect;
  failed: ((error: Sql<false>) => Sql<false>) | null;
  /** Queued again after it had failed for good, or for a second result. */
  requeued: Effect;
}

const processing = `status = 'PROCESSING', error = NULL`;

const failing = (error: Sql<false>) => sql`status = 'FAILED', error = ${error}`;

/** What a stage's start, success, final failure and retry mean for its meeting. Nothing else changes these columns. */
const effects: Record<Stage, Effects> = {
  prepare: {
    started: processing,
    succeeded: null,
    failed: failing,
    requeued: `status = 'PENDING', error = NULL`,
  },
  transcribe: { started: null, succeeded: null, failed: failing, requeued: processing },
  assemble: { started: null, succeeded: null, failed: failing, requeued: processing },
  // A failed summary keeps the transcript: the meeting says FAILED and why, and shows what it has.
  summarize: {
    started: null,
    succeeded: `status = 'COMPLETED', error = NULL, completed_at = now()`,
    failed: failing,
    requeued: processing,
  },
  analyze: {
    started: `analytics_status = 'PROCESSING'`,
    succeeded: `analytics_status = 'COMPLETED'`,
    failed: () => sql`analytics_status = 'FAILED'`,
    // A delivery that failed is tried again once the analysis has ended.
    requeued: `analytics_status = 'PENDING',
      dashboard_status = CASE dashboard_status WHEN 'FAILED' THEN 'PENDING' ELSE dashboard_status END`,
  },
  // `succeeded` is the stage's to say (`stageEnd`): DELIVERED or NOT_CONFIGURED.
  sync: {
    started: null,
    succeeded: null,
    failed: () => sql`dashboard_status = 'FAILED'`,
    requeued: `dashboard_status = 'PENDING'`,
  },
  // What becomes of minutes stands on their own row.
  minutes: { started: null, succeeded: null, failed: null, requeued: null },
};

/**
 * What a start means, as the part of the claim itself that it is: a worker that comes back late sets nothing back, nor
 * does one that waited here for a transaction which shows another generation.
 */
export const changesOnClaim: readonly string[] = stages.flatMap((stage) => {
  if (stage === 'minutes') return minutesStarted;
  const { started } = effects[stage];
  if (started === null) return [];
  return `UPDATE meetings SET ${started}, updated_at = now() FROM claimed
    WHERE meetings.id = claimed.meeting_id AND claimed.stage = '${stage}'
      AND claimed.generation IN (meetings.generation, meetings.next_generation)`;
});

export const ofEveryStage = <T>(make: (stage: Stage) => T) =>
  Object.fromEntries(stages.map((stage) => [stage, make(stage)])) as Record<Stage, T>;

/**
 * What a generation that takes the place of the one that was shown means besides: its metrics are still to come, and what
 * it was asked for is what the meeting has.
 */
const shown = (
  ownTemplate: Sql<true>,
) => sql`generation = next_generation, next_generation = NULL, reprocess = NULL, reprocess_error = NULL,
  analytics_status = 'PENDING', dashboard_status = 'PENDING',
  languages = coalesce(reprocess -> 'languages', languages),
  speakers_expected = CASE WHEN reprocess ? 'speakersExpected' THEN (reprocess ->> 'speakersExpected')::smallint
    ELSE speakers_expected END,
  template_id = CASE WHEN reprocess ? 'templateId'
    -- It may have been deleted meanwhile.
    THEN (SELECT id FROM templates WHERE (${ownTemplate} OR templates.workspace_id IS NULL)
      AND templates.id = (meetings.reprocess ->> 'templateId')::uuid)
    ELSE template_id END`;

export const ofGeneration = { meetingId: uuid, generation: integer };

/** Shows the generation that was made beside the one that was shown; changes nothing for any other. */
export const showNext = ownedStatement({
  name: 'pipeline.show_next_generation',
  values: ofGeneration,
  columns: {},
  sql: ({ $, own }) => sql`UPDATE meetings SET ${shown(own('templates'))}, updated_at = now()
    WHERE ${own('meetings')} AND id = ${$.meetingId} AND next_generation = ${$.generation}`,
});

/**
 * Gives up the generation that is made beside the one that is shown, which stays; no row for any other. What waits of it
 * goes with it: it has not failed, and nobody is to look after it. The rows stay, as in `closeWaitingBeside`.
 */
export const giveUpNext = ownedStatement({
  name: 'pipeline.give_up_next_generation',
  values: { ...ofGeneration, error: jsonb<MeetingError>() },
  columns: { id: uuid },
  sql: ({ $, own }) => sql`WITH given_up AS (
      UPDATE meetings SET status = 'COMPLETED', next_generation = NULL, reprocess = NULL,
        reprocess_error = ${$.error}, updated_at = now()
      WHERE ${own('meetings')} AND id = ${$.meetingId} AND next_generation = ${$.generation} RETURNING id
    ), told AS (
      UPDATE meeting_generations made SET error = ${$.error} FROM given_up
      WHERE ${own('meeting_generations', 'made')} AND made.meeting_id = given_up.id
        AND made.generation = ${$.generation}
    ), closed AS (
      UPDATE stage_runs AS run SET status = 'given_up', finished_at = now(), error = ${$.error}
      WHERE ${own('stage_runs', 'run')} AND run.id IN (
        SELECT waiting.id FROM stage_runs AS waiting JOIN given_up ON given_up.id = waiting.meeting_id
        WHERE ${own('stage_runs', 'waiting')} AND waiting.generation = ${$.generation}
          AND waiting.status = 'queued'
        FOR UPDATE OF waiting SKIP LOCKED)
    ) SELECT id FROM given_up`,
});

/** Begins a generation beside the one that is shown. */
export const beginNext = ownedStatement({
  name: 'pipeline.begin_next_generation',
  values: { ...ofGeneration, reprocess: jsonb<Reprocess>() },
  columns: {},
  sql: ({ $, own }) => sql`UPDATE meetings SET ${processing}, next_generation = ${$.generation},
      reprocess = ${$.reprocess}, reprocess_error = NULL, updated_at = now()
    WHERE ${own('meetings')} AND id = ${$.meetingId}`,
});

/** SQL: what the success of a stage changes of the generation that is shown; null for nothing. */
export const effectOfSuccess = (stage: Stage): string | null => effects[stage].succeeded;

const changing = (effect: Sql<false> | string | undefined) =>
  joinSql([effect, 'updated_at = now()'], ', ');

/** Changes nothing where the generation is not the one that is shown. */
export const markFailed = ofEveryStage((stage) =>
  ownedStatement({
    name: `pipeline.${stage}_failed`,
    values: { ...ofGeneration, error: jsonb<MeetingError>() },
    columns: {},
    sql: ({ $, own }) => sql`UPDATE meetings SET ${changing(effects[stage].failed?.($.error))}
      WHERE ${own('meetings')} AND id = ${$.meetingId} AND generation = ${$.generation}`,
  }),
);

export const markRequeued = ofEveryStage((stage) =>
  ownedStatement({
    name: `pipeline.${stage}_requeued`,
    values: { meetingIds: arrayOf(uuid) },
    columns: {},
    sql: ({ $, own }) => sql`UPDATE meetings SET ${changing(effects[stage].requeued ?? undefined)}
      WHERE ${own('meetings')} AND id = ANY(${$.meetingIds})`,
  }),
);
