import type { DataSource } from 'typeorm';

/** Rows of a statement: few enough for its time limit. */
const batch = 100_000;

/**
 * What is said: of a vocabulary in which, as in speech, the n-th word is used about 1/n as often as the first. Some 90
 * different words are 2 kB, as much as PostgreSQL keeps beside a row and not in it, like those of most real meetings.
 * `said` is once without `word` and once with it, in each workspace. Not compressed here, or it would stay so in the row.
 */
const speeches = (word: string) => `
  CREATE TEMPORARY TABLE speeches (workspace_id uuid, n int, has boolean, words tsvector STORAGE EXTERNAL,
    PRIMARY KEY (workspace_id, n, has));
  INSERT INTO speeches SELECT workspace_id, n, has, search_vector(workspace_id, said || CASE WHEN has THEN ' ${word}' ELSE '' END) AS words
  FROM (SELECT n, (SELECT string_agg('wordnumber' || floor(exp(random() * ln(20000)))::int, ' ')
      FROM generate_series(1, 150) WHERE n > 0) AS said FROM generate_series(1, 100) AS n) AS spoken,
    (SELECT DISTINCT workspace_id FROM meetings) AS workspaces, unnest('{false,true}'::boolean[]) AS has;
  ANALYZE speeches`;

/** Meetings of all workspaces, mixed as they are where many people work at the same time. */
const mixed = `
  CREATE TEMPORARY TABLE mixed AS SELECT row_number() OVER (ORDER BY random()) AS place, id,
    row_number() OVER (PARTITION BY workspace_id ORDER BY created_at) AS n FROM meetings;
  ALTER TABLE mixed ADD PRIMARY KEY (place);
  ANALYZE mixed`;

/** The transcripts that are looked into for where the word was said: of a few minutes, in its middle. */
const spoken = `
  INSERT INTO transcripts (id, workspace_id, meeting_id, provider, model, segments)
  SELECT gen_random_uuid(), workspace_id, id, 'bench', 'bench', (SELECT jsonb_agg(jsonb_build_object('id', turn,
      'speakerKey', 'S1', 'startMs', turn * 5000, 'endMs', turn * 5000 + 4800, 'words', '[]'::jsonb, 'text',
      'So what we said about number ' || turn || CASE turn WHEN 20 THEN ' is ' || $1 ELSE ' will be ready.' END))
    FROM generate_series(0, 39) AS turn)
  FROM mixed JOIN meetings USING (id) WHERE mixed.n % 50 = 0`;

const indexes = `SELECT indexname AS name, indexdef AS definition FROM pg_indexes
  WHERE indexname IN ('search_labels_grams', 'search_words_words')`;

/**
 * What triggers would have written for the meetings that are there, by the same functions. In every fiftieth meeting of a
 * workspace somebody says `word`; those alone have a transcript. The session must write without foreign keys; indexes are
 * built afterwards.
 */
export async function seedSearch(database: DataSource, word: string): Promise<void> {
  await database.query('SET statement_timeout = 0');
  const built = await database.query<{ name: string; definition: string }[]>(indexes);
  for (const { name } of built) await database.query(`DROP INDEX ${name}`);
  await database.query(speeches(word));
  await database.query(mixed);
  const [{ count } = { count: 0 }] = await database.query<{ count: number }[]>(
    'SELECT count(*)::int AS count FROM mixed',
  );
  for (let first = 1; first <= count; first += batch) {
    const places = [first, first + batch];
    await database.query(
      `INSERT INTO search_labels SELECT id, workspace_id, created_at, search_label(title, participants)
       FROM mixed JOIN meetings USING (id) WHERE place >= $1 AND place < $2 ORDER BY place`,
      places,
    );
    await database.query(
      `INSERT INTO search_words SELECT id, workspace_id, created_at, words
       FROM mixed JOIN meetings USING (id) JOIN speeches USING (workspace_id)
       WHERE place >= $1 AND place < $2 AND speeches.n = place % 100 + 1 AND has = (mixed.n % 50 = 0) ORDER BY place`,
      places,
    );
  }
  await database.query(spoken, [word]);
  await database.query(`SET maintenance_work_mem = '1GB'`);
  for (const { name, definition } of built) {
    await database.query(definition);
    await database.query(`ALTER INDEX ${name} ALTER COLUMN 1 SET STATISTICS 0`);
  }
}
