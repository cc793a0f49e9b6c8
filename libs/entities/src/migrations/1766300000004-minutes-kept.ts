import type { QueryRunner } from 'typeorm';
import type { Migration } from './migration.ts';

/**
 * A note that a machine writes into its meeting's row becomes a version of the first minutes, whichever release the
 * machine is of: docs/adr/0050. Who changes what persons wrote raises `note_edits`, and is left alone.
 */
export class MinutesKept1766300000004 implements Migration {
  name = 'MinutesKept1766300000004';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      -- Gives a meeting that has a note its first minutes, where it has none; says whether it did.
      CREATE FUNCTION adopt_note(of_meeting meetings) RETURNS boolean LANGUAGE plpgsql AS $$
      DECLARE
        made uuid;
        noted timestamptz := coalesce(of_meeting.completed_at, of_meeting.created_at);
      BEGIN
        -- Things to do that have rows are no note: people add them before there is one.
        IF coalesce(of_meeting.summary, of_meeting.summary_points::text, of_meeting.key_points::text) IS NULL
          AND (of_meeting.action_items IS NULL
            OR EXISTS (SELECT FROM meeting_action_items WHERE meeting_id = of_meeting.id)) THEN
          RETURN false;
        END IF;
        INSERT INTO minutes (id, workspace_id, meeting_id, number, status, shown_version, newest_version,
          created_at, updated_at)
        VALUES (new_row_id(), of_meeting.workspace_id, of_meeting.id, 1, 'COMPLETED', 1, 1,
          noted, noted)
        ON CONFLICT (meeting_id, number) DO NOTHING RETURNING id INTO made;
        IF made IS NULL THEN
          RETURN false;
        END IF;
        INSERT INTO minutes_versions (id, workspace_id, meeting_id, minutes_id, number, summary, summary_points,
          key_points, action_items, unsupported_points, generation, created_at)
        VALUES (new_row_id(), of_meeting.workspace_id, of_meeting.id, made, 1, of_meeting.summary,
          of_meeting.summary_points, of_meeting.key_points, of_meeting.action_items, of_meeting.unsupported_points,
          of_meeting.generation, noted);
        PERFORM merge_action_items(of_meeting.id, of_meeting.workspace_id, of_meeting.generation,
          coalesce(of_meeting.action_items, '[]'));
        RETURN true;
      END $$;

      CREATE FUNCTION keep_new_note() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM adopt_note(NEW);
        RETURN NULL;
      END $$;

      CREATE FUNCTION keep_note() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE
        kept minutes;
        shown_author integer;
        same minutes_versions;
      BEGIN
        IF coalesce(NEW.summary, NEW.summary_points::text, NEW.key_points::text, NEW.action_items::text) IS NULL THEN
          RETURN NEW;
        END IF;
        PERFORM adopt_note(OLD);
        INSERT INTO minutes (id, workspace_id, meeting_id, number)
        VALUES (new_row_id(), NEW.workspace_id, NEW.id, 1)
        ON CONFLICT (meeting_id, number) DO NOTHING;
        SELECT * INTO kept FROM minutes WHERE meeting_id = NEW.id AND number = 1 FOR UPDATE;
        SELECT author_id INTO shown_author FROM minutes_versions
        WHERE minutes_id = kept.id AND number = kept.shown_version;
        -- Words of an earlier version are whose they were: an earlier generation was brought back.
        SELECT * INTO same FROM minutes_versions AS earlier
        WHERE earlier.minutes_id = kept.id
          AND (earlier.summary, earlier.summary_points, earlier.key_points)
            IS NOT DISTINCT FROM (NEW.summary, NEW.summary_points, NEW.key_points)
        ORDER BY earlier.number DESC LIMIT 1;
        INSERT INTO minutes_versions (id, workspace_id, meeting_id, minutes_id, number, summary, summary_points,
          key_points, action_items, unsupported_points, author_id, generation, restored_from)
        VALUES (new_row_id(), NEW.workspace_id, NEW.id, kept.id, kept.newest_version + 1, NEW.summary,
          NEW.summary_points, NEW.key_points, NEW.action_items, NEW.unsupported_points, same.author_id, NEW.generation,
          same.number);
        IF shown_author IS NOT NULL AND NOT kept.replace_edits THEN
          NEW.summary := OLD.summary;
          NEW.summary_points := OLD.summary_points;
          NEW.key_points := OLD.key_points;
          NEW.unsupported_points := OLD.unsupported_points;
        ELSE
          kept.shown_version := kept.newest_version + 1;
        END IF;
        UPDATE minutes SET newest_version = kept.newest_version + 1, shown_version = kept.shown_version,
          replace_edits = false, status = 'COMPLETED', error = NULL, updated_at = now()
        WHERE id = kept.id;
        PERFORM merge_action_items(NEW.id, NEW.workspace_id, NEW.generation, coalesce(NEW.action_items, '[]'));
        NEW.action_items := shown_action_items(NEW.id);
        RETURN NEW;
      END $$;

      CREATE TRIGGER keep_new_note AFTER INSERT ON meetings FOR EACH ROW
        WHEN (coalesce(NEW.summary, NEW.summary_points::text, NEW.key_points::text, NEW.action_items::text) IS NOT NULL)
        EXECUTE FUNCTION keep_new_note();
      CREATE TRIGGER keep_note BEFORE UPDATE OF summary, summary_points, key_points, action_items ON meetings
        FOR EACH ROW WHEN (NEW.note_edits = OLD.note_edits
          AND (NEW.summary, NEW.summary_points, NEW.key_points, NEW.action_items)
            IS DISTINCT FROM (OLD.summary, OLD.summary_points, OLD.key_points, OLD.action_items))
        EXECUTE FUNCTION keep_note();
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TRIGGER keep_note ON meetings;
      DROP TRIGGER keep_new_note ON meetings;
      DROP FUNCTION keep_note, keep_new_note, adopt_note;
    `);
  }
}
