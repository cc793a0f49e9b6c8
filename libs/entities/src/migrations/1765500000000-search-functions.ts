import type { QueryRunner } from 'typeorm';
import type { Migration } from './migration.ts';

/**
 * What stands above, below or inside of letters without making other words of them: accents, points and signs of short
 * vowels (Latin, Greek, Cyrillic, Hebrew, Arabic), and characters nobody sees. Not the vowel signs of Indic scripts, the
 * tones of Thai and the sounds of Japanese: without those the words are others.
 */
const marks =
  '[\\u00ad\\u0300-\\u036f\\u0483-\\u0487\\u0591-\\u05bd\\u05bf\\u05c1\\u05c2\\u05c4\\u05c5\\u05c7\\u0610-\\u061a' +
  '\\u0640\\u064b-\\u065f\\u0670\\u06d6-\\u06dc\\u06df-\\u06e4\\u06e7\\u06e8\\u06ea-\\u06ed\\u1ab0-\\u1aff' +
  '\\u1dc0-\\u1dff\\u200c-\\u200f\\u2060\\u20d0-\\u20ff\\ufe00-\\ufe0f\\ufe20-\\ufe2f\\ufeff]';

/** How texts are compared, cut into what is indexed, and asked for. */
export class SearchFunctions1765500000000 implements Migration {
  name = 'SearchFunctions1765500000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      -- A text as it is compared: in one form of its characters (NFKC), in lower case, without accents. Letters that are
      -- no letter with an accent for Unicode are, for whoever types.
      CREATE FUNCTION search_fold(written text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
      RETURN CASE WHEN octet_length(written) = length(written) THEN lower(written)
        ELSE normalize(translate(replace(replace(replace(
          lower(regexp_replace(normalize(written, NFKD), '${marks}', '', 'g')),
          'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'øłđðħŧıς', 'olddhtiσ'), NFKC) END;

      -- What entries of a workspace begin with in an index that all share: the end of its id, which is random. Two that
      -- have the same cost each other time, no more.
      CREATE FUNCTION search_key(workspace uuid) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
      RETURN right(workspace::text, 8);

      -- Title and participants, a line each.
      CREATE FUNCTION search_label(title text, participants jsonb) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
      RETURN search_fold(title || coalesce(
        chr(10) || (SELECT string_agg(name, chr(10)) FROM jsonb_array_elements_text(participants) AS name), ''));

      -- Three characters from each place of a line on; fewer at its end. A tsvector has room for so many. Dear, so that
      -- nobody plans to do it for every row.
      CREATE FUNCTION search_grams(workspace uuid, label text) RETURNS tsvector
      LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 100
      RETURN array_to_tsvector(ARRAY(
        SELECT search_key(workspace) || substr(line, place, 3)
        FROM string_to_table(label, chr(10)) AS line, generate_series(1, length(line)) AS place LIMIT 50000));

      CREATE FUNCTION search_quoted(lexeme text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
      RETURN '''' || replace(replace(lexeme, '\\', '\\\\'), '''', '''''') || '''';

      -- All threes of what was typed, or the one or two characters that it is. NULL, which finds nothing, for none.
      CREATE FUNCTION search_grams_query(workspace uuid, typed text) RETURNS tsquery
      LANGUAGE sql IMMUTABLE PARALLEL SAFE
      RETURN (SELECT string_agg(search_quoted(search_key(workspace) || substr(part, place, 3))
          || CASE WHEN length(part) < 3 THEN ':*' ELSE '' END, ' & ')::tsquery
        FROM (SELECT left(search_fold(typed), 24) AS part) AS cut, generate_series(1, greatest(1, length(part) - 2)) AS place
        WHERE part <> '');

      -- The same with long runs without spaces cut: the parser of words looks at them again and again, and 80,000
      -- characters of one take it half a minute.
      CREATE FUNCTION search_cut(written text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
      RETURN regexp_replace(search_fold(written), '(\\S{200})', '\\1 ', 'g');

      -- Words as the index cuts them, each asked for by its beginning. Quoting keeps operators from being any.
      CREATE FUNCTION search_beginnings(typed text, prefix text, joined_by text) RETURNS tsquery
      LANGUAGE sql IMMUTABLE PARALLEL SAFE
      RETURN (SELECT string_agg(search_quoted(prefix || lexeme) || ':*', joined_by)::tsquery
        FROM unnest(tsvector_to_array(to_tsvector('simple'::regconfig, search_cut(typed)))) AS lexeme);

      -- Found by their beginnings: the words of a text, without stemming, since people speak many languages.
      CREATE FUNCTION search_vector(workspace uuid, spoken text) RETURNS tsvector
      LANGUAGE plpgsql IMMUTABLE AS $$
      DECLARE
        folded text := search_cut(spoken);
        words text[];
      BEGIN
        LOOP
          BEGIN
            words := ARRAY(SELECT search_key(workspace) || lexeme
              FROM unnest(tsvector_to_array(to_tsvector('simple', folded))) AS lexeme);
            -- A tsvector holds 1 MB, and one that is made of an array is not looked at.
            IF octet_length(array_to_string(words, '')) < 1000000 THEN
              RETURN array_to_tsvector(words);
            END IF;
          EXCEPTION WHEN program_limit_exceeded THEN
            NULL;
          END;
          -- A transcript must not be lost because its end cannot be searched.
          folded := left(folded, length(folded) / 2);
        END LOOP;
      END $$;

      CREATE FUNCTION search_spoken(segments jsonb) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
      RETURN (SELECT coalesce(string_agg(segment ->> 'text', ' '), '') FROM jsonb_array_elements(segments) AS segment);

      -- Nothing but a price: without it PostgreSQL would rather read the words of each of a thousand rows, which are kept
      -- beside their rows and cost more than all else.
      CREATE FUNCTION search_indexed(words tsvector) RETURNS tsvector
      LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE COST 100 AS $$ BEGIN RETURN words; END $$;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP FUNCTION search_indexed, search_spoken, search_vector, search_beginnings, search_cut, search_grams_query, search_quoted,
        search_grams, search_label, search_key, search_fold
    `);
  }
}
