import {
  arrayOf,
  integer,
  nullable,
  ownedStatement,
  sql,
  text,
  uuid,
  words,
  type Sql,
} from '@memo/entities';

const partIn = (written: string) => sql`strpos(search_fold(${written}), asked.part)`;

/**
 * Whether a text holds a word that begins as one of those asked for. The first condition is fast, the second as exact as
 * the index. More of one text than this is not looked at: a tsvector of it might be too large.
 */
const holdsWord = (written: string): Sql<false> =>
  sql`search_fold(${written}) LIKE ANY (asked.patterns)
      AND to_tsvector('simple', left(search_cut(${written}), 100000)) @@ asked.beginnings`;

/** What comes before the match in the stretch that is given of a text, in characters, and how long that is. */
const lead = 60;
const stretch = 260;

/**
 * Where meetings hold what was searched for: in the title, else in a participant, else in the first segment with one of
 * the words.
 */
export const findHits = ownedStatement({
  name: 'search.find_hits',
  values: { viewer: integer, ids: arrayOf(uuid), search: text, transcripts: integer },
  columns: {
    id: uuid,
    field: words<'title' | 'participant' | 'transcript'>(),
    /** A stretch of it; null where it was not looked for, or not found in one segment. */
    text: nullable(text),
    /** Of the whole text, in characters from 1: where the stretch begins, where the match does, and how long it is. */
    from: nullable(integer),
    at: nullable(integer),
    length: nullable(integer),
    segment_id: nullable(integer),
    start_ms: nullable(integer),
  },
  sql: ({ $, own, seen }) => sql`
  WITH typed AS MATERIALIZED (
    SELECT search_fold(${$.search}) AS part, search_beginnings(${$.search}, '', ' | ') AS beginnings,
      tsvector_to_array(to_tsvector('simple', search_cut(${$.search}))) AS words
  ), asked AS MATERIALIZED (
    SELECT typed.*, ARRAY(SELECT '%' || regexp_replace(word, '([\\\\%_])', '\\\\\\1', 'g') || '%'
      FROM unnest(words) AS word) AS patterns FROM typed
  )
  SELECT meetings.id,
    CASE WHEN titled.at > 0 THEN 'title' WHEN person.at > 0 THEN 'participant' ELSE 'transcript' END AS field,
    substr(found.text, found.first, ${stretch}) AS text, found.first AS "from", found.at, length(found.text) AS length,
    said.id AS segment_id, said.start_ms
  FROM asked
  CROSS JOIN unnest(${$.ids}) WITH ORDINALITY AS listed (id, place)
  JOIN meetings ON meetings.id = listed.id AND ${seen()}
  CROSS JOIN LATERAL (SELECT ${partIn('meetings.title')} AS at) AS titled
  LEFT JOIN LATERAL (
    SELECT name, ${partIn('name')} AS at FROM jsonb_array_elements_text(meetings.participants) AS name
    WHERE titled.at = 0 AND ${partIn('name')} > 0 LIMIT 1
  ) AS person ON true
  LEFT JOIN LATERAL (
    SELECT segment ->> 'text' AS text, (segment ->> 'id')::int AS id, (segment ->> 'startMs')::int AS start_ms
    FROM transcripts CROSS JOIN jsonb_array_elements(transcripts.segments) AS segment
    WHERE ${own('transcripts')} AND transcripts.meeting_id = meetings.id
      AND titled.at = 0 AND person.at IS NULL AND listed.place <= ${$.transcripts}
      AND ${holdsWord("segment ->> 'text'")} LIMIT 1
  ) AS said ON true
  LEFT JOIN LATERAL (
    SELECT token, start FROM (
      SELECT token, sum(length(token) + 1) OVER (ORDER BY place) - length(token) AS start
      FROM regexp_split_to_table(said.text, '\\s') WITH ORDINALITY AS cut (token, place)
    ) AS tokens WHERE ${holdsWord('token')} LIMIT 1
  ) AS spoken ON true
  CROSS JOIN LATERAL (
    SELECT CASE WHEN titled.at > 0 THEN titled.at WHEN person.at > 0 THEN person.at
      ELSE coalesce(spoken.start - 1 + (SELECT min(strpos(search_fold(spoken.token), word)) FROM unnest(asked.words) AS word
        WHERE strpos(search_fold(spoken.token), word) > 0), 1) END::int AS at
  ) AS matched
  CROSS JOIN LATERAL (
    SELECT CASE WHEN titled.at > 0 THEN meetings.title WHEN person.at > 0 THEN person.name ELSE said.text END AS text,
      matched.at, greatest(1, matched.at - ${lead}) AS first
  ) AS found`,
});
