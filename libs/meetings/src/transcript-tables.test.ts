import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const repository = join(import.meta.dirname, '../../..');

/**
 * Where the tables of what was said may be named in SQL: their one reader; the stages that make transcripts; the retry,
 * which reads where words are missing and no word; minutes, which ask whether there are any; deliveries, which ask when
 * it was edited last; and the search, which shows where a meeting of the caller's was found.
 */
const allowed = [
  'apps/transcription-worker/src/features/assemble/assemble.sql.ts',
  'apps/transcription-worker/src/features/partial/partial.sql.ts',
  'apps/transcription-worker/src/features/summarize/next-generation.sql.ts',
  'libs/meetings/src/edits/edits.sql.ts',
  'libs/meetings/src/edits/transcript.sql.ts',
  'libs/meetings/src/generations/generations.sql.ts',
  'libs/meetings/src/generations/keep.sql.ts',
  'libs/meetings/src/minutes/minutes.sql.ts',
  'libs/meetings/src/old-form.sql.ts',
  'libs/meetings/src/reader.sql.ts',
  'libs/meetings/src/replace-speakers.sql.ts',
  'libs/meetings/src/search/hits.sql.ts',
  'libs/meetings/src/search/rebuild.sql.ts',
  'libs/pipeline/src/fill-gaps.sql.ts',
  'libs/pipeline/src/generations.sql.ts',
  'libs/pipeline/src/requeue.sql.ts',
];

/** Not the product: migrations make the tables, tests and benchmarks write what they read. */
const exempt =
  /\.test\.ts$|\/test\/|^apps\/bench\/|^libs\/testing\/|^libs\/entities\/src\/migrations\//;

const tables = '(?:partial_transcripts|transcripts|transcript_edits|transcript_generations)';
const table = `"?${tables}"?`;
const named = new RegExp(
  [
    `\\b(?:FROM|JOIN|INTO|UPDATE|USING|ONLY|TABLE)\\s+${table}(?![\\w-])`,
    `\\bFROM\\s[^;]*?,\\s*${table}\\s*(?:AS\\b|[a-z]\\w*\\s|WHERE\\b|JOIN\\b|$)`,
    `['"\`]${tables}['"\`]`,
  ].join('|'),
  'm',
);

const withoutComments = (source: string): string =>
  source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1');

const namesThem = (source: string): boolean => named.test(withoutComments(source));

describe('the tables of what was said', () => {
  it('are named in SQL by their reader and their writers alone', async () => {
    const naming: string[] = [];
    for await (const path of glob('{apps,libs}/*/src/**/*.ts', { cwd: repository })) {
      if (exempt.test(path)) continue;
      if (namesThem(await readFile(join(repository, path), 'utf8'))) naming.push(path);
    }
    const entities = naming.filter((path) => path.startsWith('libs/entities/src/meetings/'));
    expect(entities).toHaveLength(4);
    expect(naming.filter((path) => !entities.includes(path)).sort()).toEqual(allowed);
  });

  it.each([
    'query(`SELECT segments FROM transcripts WHERE id = $1`)',
    'const sql = `SELECT 1 FROM meetings m\n  LEFT JOIN partial_transcripts p ON true`',
    'query(`SELECT 1 FROM meetings, transcripts WHERE true`)',
    'query(`UPDATE "transcripts" SET segments = $1`)',
    "createQueryBuilder().from('transcripts', 't')",
    'sql`JOIN transcript_generations AS machine ON true`',
  ])('are noticed in %j', (source) => {
    expect(namesThem(source)).toBe(true);
  });

  it.each([
    "description: 'Recorded meetings into transcripts, summaries and analytics'",
    '/** Reads from transcripts, FROM transcripts even. */',
    "import { Transcript } from '@memo/entities/transcripts';",
  ])('are not mistaken in %j', (source) => {
    expect(namesThem(source)).toBe(false);
  });
});
