import type { DataSource } from 'typeorm';
import { randomUUID } from 'node:crypto';
import type { Account } from '../memo/account.ts';

type Owner = Pick<Account, 'workspaceId' | 'userId'>;

/** Rows a statement writes: few enough for the time limit of a statement. */
const batch = 50_000;

/**
 * Completed meetings a minute apart, the newest now, with columns as full as those of real ones, and if wanted their
 * finished stage runs.
 */
export async function seedMeetings(
  database: DataSource,
  { workspaceId, userId }: Owner,
  count: number,
  { stageRuns = true } = {},
): Promise<void> {
  for (let from = 1; from <= count; from += batch) {
    await database.query(
      `INSERT INTO meetings (id, workspace_id, user_id, title, description, participants, status,
         analytics_status, dashboard_status, summary, key_points, action_items, duration_ms, playback_key,
         created_at, updated_at)
       SELECT gen_random_uuid(), $1, $2, 'Meeting number ' || n, 'What is discussed in meeting number ' || n,
         '["John Doe", "Jane Smith"]', 'COMPLETED', 'COMPLETED', 'NOT_CONFIGURED', repeat('They agreed. ', 20),
         (SELECT jsonb_agg(jsonb_build_object('text', 'They agreed on the price of part ' || point, 'segment_ids',
           '[1, 2]'::jsonb, 'quote', 'so we agree on the price of it')) FROM generate_series(1, 5) AS point),
         '[{"task": "Send it", "assigned_to": "Jane Smith", "due_date": null, "segment_ids": [3], "quote": "I send it"}]',
         1800000, 'meetings/audio/' || n || '.mp3', at, at
       FROM generate_series($3::int, $4::int) AS n,
       LATERAL (SELECT now() - ($5 - n) * interval '1 minute' AS at) AS moment`,
      [workspaceId, userId, from, Math.min(from + batch - 1, count), count],
    );
  }
  if (!stageRuns) return;
  await database.query(
    `INSERT INTO stage_runs (id, workspace_id, meeting_id, stage, status, finished_at)
     SELECT gen_random_uuid(), workspace_id, id, stage, 'succeeded', now()
     FROM meetings, unnest('{prepare,transcribe,assemble,summarize,analyze,sync}'::text[]) AS stage
     WHERE workspace_id = $1`,
    [workspaceId],
  );
}

/**
 * What others keep to themselves in a workspace: of many members a meeting in turn, a minute apart, the newest now, and
 * every hundredth of them shared with all.
 */
export async function seedTeam(
  database: DataSource,
  { workspaceId, userId }: Owner,
  { members, meetings }: { members: number; meetings: number },
): Promise<void> {
  await database.query(
    `INSERT INTO meetings (id, workspace_id, user_id, visibility, title, status, analytics_status, dashboard_status,
       summary, created_at, updated_at)
     SELECT gen_random_uuid(), $1, $2 + 1 + n % $3::int, CASE WHEN n % 100 = 0 THEN 'workspace' ELSE 'private' END,
       'Meeting number ' || n, 'COMPLETED', 'COMPLETED', 'NOT_CONFIGURED', repeat('They agreed. ', 20), at, at
     FROM generate_series(1, $4::int) AS n, LATERAL (SELECT now() - n * interval '1 minute' AS at) AS moment`,
    [workspaceId, userId, members, meetings],
  );
}

/** A meeting of an hour, as a worker would leave it: 720 turns of five seconds of two speakers. @returns its id. */
export async function seedHour(
  database: DataSource,
  { workspaceId, userId }: Owner,
): Promise<string> {
  const [id, generation] = [randomUUID(), randomUUID()];
  await database.query(
    `INSERT INTO meetings (id, workspace_id, user_id, title, status, analytics_status, dashboard_status, summary,
       duration_ms, playback_key, created_at, updated_at)
     VALUES ($1, $2, $3, 'An hour', 'COMPLETED', 'COMPLETED', 'NOT_CONFIGURED', repeat('They agreed. ', 20), 3600000,
       'meetings/audio/hour.mp3', now() - interval '10 years', now())`,
    [id, workspaceId, userId],
  );
  const segments = `(SELECT jsonb_agg(jsonb_build_object('id', n, 'speakerKey', 'S' || 1 + n % 2, 'startMs', n * 5000,
    'endMs', n * 5000 + 4800, 'words', '[]'::jsonb, 'text',
    'So what we said about number ' || n || ' is that it will be ready before the end of the quarter.'))
    FROM generate_series(0, 719) AS n)`;
  await database.query(
    `INSERT INTO transcript_generations (id, workspace_id, meeting_id, segments, words, provider, model)
     SELECT $1, $2, $3, ${segments}, '[]', 'bench', 'bench'`,
    [generation, workspaceId, id],
  );
  await database.query(
    `INSERT INTO transcripts (id, workspace_id, meeting_id, generation_id, next_segment_id, segments, provider, model)
     SELECT gen_random_uuid(), $1, $2, $3, 720, ${segments}, 'bench', 'bench'`,
    [workspaceId, id, generation],
  );
  await database.query(
    `INSERT INTO meeting_speakers (id, workspace_id, meeting_id, key, label)
     SELECT gen_random_uuid(), $1, $2, 'S' || n, 'Speaker' || n FROM generate_series(1, 2) AS n`,
    [workspaceId, id],
  );
  return id;
}

/**
 * A transcript for every meeting: words of a vocabulary in which, as in speech, the n-th word is used about 1/n as
 * often as the first. Some meetings say `rareWord` once.
 */
export async function seedTranscripts(
  database: DataSource,
  { workspaceId }: Owner,
  { words, rareWord, rareMeetings }: { words: number; rareWord: string; rareMeetings: number },
): Promise<void> {
  for (let rows = 1; rows > 0;) {
    const [written]: { rows: number }[] = await database.query(
      `WITH silent AS (
         SELECT m.id, row_number() OVER () AS n FROM meetings m
         WHERE m.workspace_id = $1 AND NOT EXISTS (SELECT 1 FROM transcripts t WHERE t.meeting_id = m.id)
         LIMIT 5000
       ), written AS (
         INSERT INTO transcripts (id, workspace_id, meeting_id, segments, provider, model)
         SELECT gen_random_uuid(), $1, id, jsonb_build_array(jsonb_build_object('id', 0, 'speakerKey', 'S1',
           'startMs', 0, 'endMs', 60000, 'words', '[]'::jsonb, 'text', spoken)), 'bench', 'bench'
         FROM silent, LATERAL (SELECT string_agg('w' || floor(exp(random() * ln(20000)))::int, ' ') AS spoken
           FROM generate_series(1, $2::int) WHERE silent.n > 0) AS speech
         RETURNING 1
       )
       SELECT count(*)::int AS rows FROM written`,
      [workspaceId, words],
    );
    rows = written?.rows ?? 0;
  }
  await database.query(
    `UPDATE transcripts SET segments = jsonb_set(segments, '{0,text}', to_jsonb($2 || ' ' || (segments #>> '{0,text}')))
     WHERE id IN (SELECT id FROM transcripts WHERE workspace_id = $1 ORDER BY id LIMIT $3)`,
    [workspaceId, rareWord, rareMeetings],
  );
}

/** Three speakers in every meeting; two of them have a name, of which there are 500. */
export async function seedSpeakers(database: DataSource, { workspaceId, userId }: Owner) {
  await database.query(
    `INSERT INTO speaker_profiles (id, workspace_id, first_name, last_name, user_id)
     SELECT gen_random_uuid(), $1, 'Person', n::text, $2 FROM generate_series(0, 99) AS n`,
    [workspaceId, userId],
  );
  await database.query(
    `INSERT INTO meeting_speakers (id, workspace_id, meeting_id, key, label, name, profile_id)
     SELECT gen_random_uuid(), m.workspace_id, m.id, 'S' || speaker, 'Speaker' || speaker,
       CASE WHEN speaker < 3 THEN 'Person ' || person END, p.id
     FROM meetings m CROSS JOIN generate_series(1, 3) AS speaker
     CROSS JOIN LATERAL (SELECT floor(random() * 500)::int AS person WHERE m.id IS NOT NULL AND speaker > 0) AS chosen
     LEFT JOIN speaker_profiles p ON p.workspace_id = $1 AND speaker < 3 AND p.last_name = chosen.person::text
     WHERE m.workspace_id = $1`,
    [workspaceId],
  );
}

/** What autovacuum would have done by the time a database has grown this large. */
export const settleTables = (database: DataSource): Promise<unknown> =>
  database.query('VACUUM ANALYZE');
