import type { QueryRunner } from 'typeorm';
import type { Migration } from './migration.ts';

/** What a note has of things to do meets the rows that are there: docs/adr/0050. */
export class ActionItemsMerged1766300000003 implements Migration {
  name = 'ActionItemsMerged1766300000003';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      -- As newId() makes them: the time in ms, then chance.
      CREATE FUNCTION new_row_id() RETURNS uuid LANGUAGE sql VOLATILE AS $$
        SELECT encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid()) PLACING
          substring(int8send(floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint) FROM 3) FROM 1 FOR 6),
          52, 1), 53, 1), 'hex')::uuid
      $$;

      -- A text as two are compared.
      CREATE FUNCTION folded_text(said text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
        SELECT btrim(regexp_replace(lower(said), '\\s+', ' ', 'g'), ' .!?')
      $$;

      -- The rows of a meeting in the form of its note.
      CREATE FUNCTION shown_action_items(of_meeting uuid) RETURNS jsonb LANGUAGE sql STABLE AS $$
        SELECT coalesce(jsonb_agg(evidence
          || jsonb_build_object('task', task, 'assigned_to', assigned_to, 'due_date', due_date) ORDER BY place, id), '[]')
        FROM meeting_action_items WHERE meeting_id = of_meeting AND status <> 'dropped'
      $$;
    `);
    await queryRunner.query(`
      -- What a machine found takes the place of what a machine found before. One thing is known again by its words and
      -- its quote, then by its words, then by its quote. What a person touched or added stays as they left it; where it is
      -- found again it gets its evidence anew, as segments of another transcript have other ids.
      CREATE FUNCTION merge_action_items(of_meeting uuid, of_workspace uuid, of_generation integer, listed jsonb)
      RETURNS void LANGUAGE plpgsql AS $$
      DECLARE
        item record;
        known uuid[] := array_fill(NULL::uuid, ARRAY[jsonb_array_length(listed)]);
        same uuid;
      BEGIN
        FOR look IN 1..3 LOOP
          FOR item IN
            SELECT nth::integer AS nth, folded_text(value ->> 'task') AS task, folded_text(value ->> 'quote') AS quote
            FROM jsonb_array_elements(listed) WITH ORDINALITY AS one (value, nth) ORDER BY nth
          LOOP
            CONTINUE WHEN known[item.nth] IS NOT NULL;
            SELECT held.id INTO same FROM meeting_action_items AS held
            WHERE held.meeting_id = of_meeting
              AND NOT EXISTS (SELECT FROM unnest(known) AS taken (id) WHERE taken.id = held.id)
              AND (look = 3 OR item.task IN (folded_text(held.task), folded_text(held.found_task)))
              AND (look = 2 OR item.quote = folded_text(held.evidence ->> 'quote'))
            ORDER BY held.touched_by IS NULL, held.place, held.id LIMIT 1;
            known[item.nth] := same;
          END LOOP;
        END LOOP;

        DELETE FROM meeting_action_items AS held
        WHERE held.meeting_id = of_meeting AND held.touched_by IS NULL AND held.found_task IS NOT NULL
          AND NOT EXISTS (SELECT FROM unnest(known) AS taken (id) WHERE taken.id = held.id);

        UPDATE meeting_action_items AS held SET
          task = CASE WHEN touched_by IS NULL THEN value ->> 'task' ELSE held.task END,
          assigned_to = CASE WHEN touched_by IS NULL THEN value ->> 'assigned_to' ELSE held.assigned_to END,
          due_date = CASE WHEN touched_by IS NULL THEN value ->> 'due_date' ELSE held.due_date END,
          evidence = value - ARRAY['task', 'assigned_to', 'due_date'],
          found_task = CASE WHEN held.found_task IS NULL AND NOT value ? 'quote' THEN NULL ELSE value ->> 'task' END,
          place = nth, generation = of_generation, updated_at = now()
        FROM jsonb_array_elements(listed) WITH ORDINALITY AS one (value, nth)
        WHERE held.meeting_id = of_meeting AND held.id = known[nth::integer];

        INSERT INTO meeting_action_items (id, workspace_id, meeting_id, place, task, assigned_to, due_date, evidence, found_task,
          generation)
        SELECT new_row_id(), of_workspace, of_meeting, nth, value ->> 'task', value ->> 'assigned_to',
          value ->> 'due_date', value - ARRAY['task', 'assigned_to', 'due_date'], value ->> 'task', of_generation
        FROM jsonb_array_elements(listed) WITH ORDINALITY AS one (value, nth)
        WHERE known[nth::integer] IS NULL AND value ->> 'task' IS NOT NULL;
      END $$;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      'DROP FUNCTION merge_action_items, shown_action_items, folded_text, new_row_id',
    );
  }
}
