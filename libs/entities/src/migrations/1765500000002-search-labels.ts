import type { QueryRunner } from 'typeorm';
import type { Migration } from './migration.ts';

/** A meeting's title and participants are found from the moment they are there until it is deleted. */
export class SearchLabels1765500000002 implements Migration {
  name = 'SearchLabels1765500000002';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE FUNCTION keep_search_label() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF TG_OP = 'INSERT' THEN
          INSERT INTO search_labels (meeting_id, workspace_id, created_at, label)
          SELECT NEW.id, NEW.workspace_id, NEW.created_at, search_label(NEW.title, NEW.participants)
          WHERE NEW.deleted_at IS NULL;
        ELSIF NEW.deleted_at IS NOT NULL THEN
          DELETE FROM search_labels WHERE meeting_id = NEW.id;
        ELSE
          -- One that is not built yet is built with all it has.
          UPDATE search_labels SET label = search_label(NEW.title, NEW.participants), created_at = NEW.created_at
          WHERE meeting_id = NEW.id;
          IF NEW.created_at <> OLD.created_at THEN
            UPDATE search_words SET created_at = NEW.created_at WHERE meeting_id = NEW.id;
          END IF;
        END IF;
        RETURN NULL;
      END $$;
      CREATE TRIGGER keep_search_label
        AFTER INSERT OR UPDATE OF title, participants, created_at, deleted_at ON meetings
        FOR EACH ROW EXECUTE FUNCTION keep_search_label();
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TRIGGER keep_search_label ON meetings;
      DROP FUNCTION keep_search_label;
    `);
  }
}
