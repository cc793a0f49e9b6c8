import {
  arrayOf,
  integer,
  jsonb,
  nullable,
  ownedStatement,
  sql,
  text,
  uuid,
  words,
  type Reprocess,
  type RunError,
  type Stage,
} from '@memo/entities';

/** Those of these stages of the generation that is shown, which another one may rest on. */
export const readShownRuns = ownedStatement({
  name: 'pipeline.read_shown_runs',
  values: { meetingId: uuid, stages: arrayOf(words<Stage>()) },
  columns: { stage: words<Stage>(), part: integer, result: nullable(jsonb<unknown>()) },
  sql: ({ $, own }) => sql`SELECT r.stage, r.part, r.result
    FROM stage_runs r JOIN meetings m ON m.id = r.meeting_id AND m.generation = r.generation
    WHERE ${own('stage_runs', 'r')} AND ${own('meetings', 'm')} AND m.id = ${$.meetingId}
      AND r.stage = ANY(${$.stages}) AND r.status = 'succeeded'
    ORDER BY r.stage, r.part`,
});

/** Of what the generation that is shown was prepared; no row without a meeting, and no result where that is not known. */
export const readShownPlan = ownedStatement({
  name: 'pipeline.read_shown_plan',
  values: { meetingId: uuid },
  columns: { generation: integer, result: nullable(jsonb<unknown>()) },
  sql: ({ $, own }) => sql`SELECT m.generation, r.result
    FROM meetings m LEFT JOIN stage_runs r ON ${own('stage_runs', 'r')} AND r.meeting_id = m.id
      AND r.generation = m.generation AND r.stage = 'prepare' AND r.status = 'succeeded'
    WHERE ${own('meetings', 'm')} AND m.id = ${$.meetingId}`,
});

/** The number of the next one: one that was given up keeps its own, and so does one that is kept no more. */
export const nextGeneration = ownedStatement({
  name: 'pipeline.next_generation',
  values: { meetingId: uuid },
  columns: { generation: integer },
  sql: ({ $, own }) => sql`SELECT max(known.generation) + 1 AS generation FROM (
      SELECT generation FROM stage_runs
      WHERE ${own('stage_runs')} AND meeting_id = ${$.meetingId} AND generation > 0
      UNION ALL
      SELECT generation FROM meeting_generations
      WHERE ${own('meeting_generations')} AND meeting_id = ${$.meetingId}
    ) AS known (generation) HAVING max(known.generation) IS NOT NULL`,
});

/**
 * Forgets generations beyond so many: of those that are kept the ones that were shown the longest ago, of those that came
 * to nothing the oldest. Neither the one that is shown nor the words that another one stands on are among them.
 */
export const forgetOldest = ownedStatement({
  name: 'pipeline.forget_oldest_generations',
  values: { meetingId: uuid, most: integer },
  columns: {},
  sql: ({ $, own }) => sql`WITH ranked AS (
      SELECT made.id, row_number() OVER (
        PARTITION BY made.kept_at IS NULL ORDER BY made.kept_at DESC, made.generation DESC) AS place
      FROM meeting_generations made JOIN meetings m ON m.id = made.meeting_id AND m.generation <> made.generation
      WHERE ${own('meeting_generations', 'made')} AND ${own('meetings', 'm')} AND m.id = ${$.meetingId}
    ), gone AS (
      DELETE FROM meeting_generations old USING ranked
      WHERE ${own('meeting_generations', 'old')} AND old.id = ranked.id AND ranked.place > ${$.most}
      RETURNING old.id, old.generation, old.outline ->> 'words' AS words
    )
    DELETE FROM transcript_generations made USING gone
    WHERE ${own('transcript_generations', 'made')} AND made.meeting_id = ${$.meetingId}
      AND (made.generation = gone.generation OR made.id = gone.words::uuid)
      AND NOT EXISTS (SELECT FROM transcripts WHERE ${own('transcripts')} AND transcripts.generation_id = made.id)
      AND NOT EXISTS (SELECT FROM meeting_generations other WHERE ${own('meeting_generations', 'other')}
        AND other.meeting_id = made.meeting_id AND other.outline ->> 'words' = made.id::text
        AND other.id NOT IN (SELECT id FROM gone))`,
});

/**
 * Gives a generation these runs of the one that is shown: done as they are there, or queued where they are to run again.
 * Epochs go on where earlier generations left off, as objects in storage are named by them.
 */
export const takeOverRuns = ownedStatement({
  name: 'pipeline.take_over_runs',
  values: {
    ids: arrayOf(uuid),
    stages: arrayOf(words<Stage>()),
    parts: arrayOf(integer),
    again: arrayOf(integer),
    meetingId: uuid,
    generation: integer,
  },
  columns: {},
  sql: ({ $, own, workspace }) => sql`
    INSERT INTO stage_runs (id, workspace_id, user_id, meeting_id, stage, generation, part, status, epoch, result,
      due_at, started_at, finished_at)
    SELECT taken.id, ${workspace}, m.user_id, m.id, r.stage, ${$.generation}, r.part,
      CASE WHEN queued THEN 'queued' ELSE r.status END,
      (SELECT max(epoch) FROM stage_runs before WHERE ${own('stage_runs', 'before')}
        AND before.meeting_id = m.id AND before.stage = r.stage AND before.part = r.part),
      CASE WHEN NOT queued THEN r.result END, now() + r.part * interval '1 microsecond',
      CASE WHEN NOT queued THEN r.started_at END, CASE WHEN NOT queued THEN r.finished_at END
    FROM unnest(${$.ids}, ${$.stages}, ${$.parts}) AS taken (id, stage, part)
    JOIN meetings m ON ${own('meetings', 'm')} AND m.id = ${$.meetingId}
    JOIN stage_runs r ON ${own('stage_runs', 'r')} AND r.meeting_id = m.id AND r.generation = m.generation
      AND r.stage = taken.stage AND r.part = taken.part
    CROSS JOIN LATERAL (SELECT r.stage = 'transcribe' AND r.part = ANY(${$.again})) AS run (queued)`,
});

/**
 * What still waits of generations that were given up is given up, too: every claim would pass over it. The rows stay for
 * their epochs, which no later generation may give again. One that is just being claimed is left to its lease, which is
 * lost; one that its worker just puts back is met the next time.
 */
export const closeWaitingBeside = ownedStatement({
  name: 'pipeline.close_waiting_beside',
  values: { meetingId: uuid, error: jsonb<RunError>() },
  columns: {},
  sql: ({
    $,
    own,
  }) => sql`UPDATE stage_runs AS run SET status = 'given_up', finished_at = now(), error = ${$.error}
    WHERE ${own('stage_runs', 'run')} AND run.id IN (
      SELECT waiting.id FROM stage_runs AS waiting JOIN meetings AS m ON m.id = waiting.meeting_id
        AND m.generation <> waiting.generation
      WHERE ${own('stage_runs', 'waiting')} AND ${own('meetings', 'm')} AND waiting.meeting_id = ${$.meetingId}
        AND waiting.status = 'queued' AND waiting.generation > 0
      FOR UPDATE OF waiting SKIP LOCKED)`,
});

/**
 * What waits of all generations but the one that is shown from now on. A run that is just being claimed is passed over: its
 * claim waits for the meeting's row, which the caller holds.
 */
export const deleteWaitingOfOthers = ownedStatement({
  name: 'pipeline.delete_waiting_of_other_generations',
  values: { meetingId: uuid, generation: integer },
  columns: {},
  sql: ({
    $,
    own,
  }) => sql`DELETE FROM stage_runs AS run WHERE ${own('stage_runs', 'run')} AND run.id IN (
    SELECT waiting.id FROM stage_runs AS waiting WHERE ${own('stage_runs', 'waiting')}
      AND waiting.meeting_id = ${$.meetingId} AND waiting.generation NOT IN (0, ${$.generation}) AND waiting.status = 'queued'
    FOR UPDATE SKIP LOCKED)`,
});

/**
 * What the generation that is shown was made for, where it was not that of the upload, and who answered: several
 * providers are one text.
 */
export const readShownEngine = ownedStatement({
  name: 'pipeline.read_shown_engine',
  values: { meetingId: uuid },
  columns: { reprocess: nullable(jsonb<Reprocess>()), provider: nullable(text) },
  sql: ({ $, own }) => sql`SELECT made.reprocess, transcripts.provider
    FROM meetings m LEFT JOIN meeting_generations made ON ${own('meeting_generations', 'made')}
      AND made.meeting_id = m.id AND made.generation = m.generation
    LEFT JOIN transcripts ON ${own('transcripts')} AND transcripts.meeting_id = m.id
    WHERE ${own('meetings', 'm')} AND m.id = ${$.meetingId}`,
});

export const insertGeneration = ownedStatement({
  name: 'pipeline.insert_generation',
  values: { id: uuid, meetingId: uuid, generation: integer, reprocess: jsonb<Reprocess>() },
  columns: {},
  sql: ({ $, own, workspace }) => sql`
    INSERT INTO meeting_generations (id, workspace_id, meeting_id, generation, reprocess)
    SELECT ${$.id}, ${workspace}, m.id, ${$.generation}, ${$.reprocess} FROM meetings m
    WHERE ${own('meetings', 'm')} AND m.id = ${$.meetingId}`,
});
