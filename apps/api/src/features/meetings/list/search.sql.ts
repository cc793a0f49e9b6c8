import { sql, type Sql } from '@memo/entities';

type Searched = 'search_labels' | 'search_words' | 'meeting_search' | 'meetings';

/** What pieces of a search are made with, in a statement over these tables as well. */
export interface SearchPieces<T extends string = never> {
  $: Readonly<Record<'search', Sql<false>>>;
  own: (table: Searched | T, alias?: string) => Sql<true>;
  workspace: Sql<true>;
}

/**
 * Common table expressions: `found` has `id` and `created_at` of the meetings that hold what was typed. A condition on the
 * text and one on the index each: what the index finds is exact for words, and more than exact for parts of a label.
 */
export const found = (pieces: SearchPieces): Sql<true> => {
  const { $, own, workspace } = pieces;
  return sql`
  labelled AS MATERIALIZED (
    SELECT meeting_id, created_at FROM search_labels
    WHERE ${own('search_labels')} AND strpos(label, search_fold(${$.search})) > 0
      AND search_grams(workspace_id, label) @@ search_grams_query(${workspace}, ${$.search})
  ), found AS (
    SELECT meeting_id AS id, created_at FROM labelled
    UNION ALL
    SELECT meeting_id, created_at FROM search_words
    WHERE ${own('search_words')} AND meeting_id NOT IN (SELECT meeting_id FROM labelled)
      AND search_indexed(words) @@ search_beginnings(${$.search}, search_key(${workspace}), ' & ')
    UNION ALL ${foundByOldRule(pieces)}
  )`;
};

const forms = ['NFC', 'NFD'] as const;

/**
 * Meetings that are not built for the search yet, found as before: in any case, with their accents, in either form of
 * their characters. Nothing is read of them once all are built.
 */
const foundByOldRule = ({ $, own }: SearchPieces): Sql<true> => sql`
    SELECT meetings.id, meetings.created_at FROM meetings
    WHERE (SELECT NOT done FROM rebuilds WHERE name = 'search') AND ${own('meetings')} AND meetings.id IN (
        SELECT meeting_id FROM meeting_search WHERE ${own('meeting_search')} AND (${either(
          (form) => sql`label LIKE '%' || regexp_replace(lower(normalize(${$.search}, ${form})),
            '([\\\\%_])', '\\\\\\1', 'g') || '%'`,
        )})
        UNION
        SELECT meeting_id FROM meeting_search WHERE ${own('meeting_search')} AND (${either(
          (form) => sql`words @@ (${beginningsOf(sql`normalize(${$.search}, ${form})`)})`,
        )}))
      AND NOT EXISTS (SELECT FROM search_labels WHERE ${own('search_labels')} AND meeting_id = meetings.id)`;

const either = (condition: (form: string) => Sql<false>): Sql<false> => {
  const [one, other] = forms.map(condition);
  return sql`${one} OR ${other}`;
};

const beginningsOf = (typed: Sql<false>) => sql`
  SELECT string_agg(search_quoted(lexeme) || ':*', ' & ')::tsquery FROM unnest(to_tsvector('simple', ${typed}))`;
