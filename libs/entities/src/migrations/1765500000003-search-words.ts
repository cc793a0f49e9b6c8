import type { QueryRunner } from 'typeorm';
import type { Migration } from './migration.ts';

/** What was said is found from the moment its transcript is there. */
export class SearchWords1765500000003 implements Migration {
  name = 'SearchWords1765500000003';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE FUNCTION keep_search_words() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE
        meeting uuid := coalesce(NEW.meeting_id, OLD.meeting_id);
      BEGIN
        -- One that is not built yet is being built now, or will be with what this transaction leaves.
        IF NOT EXISTS (SELECT FROM search_labels WHERE meeting_id = meeting) THEN
          PERFORM FROM meetings WHERE id = meeting FOR KEY SHARE;
        END IF;
        IF TG_OP = 'DELETE' THEN
          DELETE FROM search_words WHERE meeting_id = meeting;
        ELSE
          INSERT INTO search_words (meeting_id, workspace_id, created_at, words)
          SELECT meeting_id, workspace_id, created_at, search_vector(workspace_id, search_spoken(NEW.segments))
          FROM search_labels WHERE meeting_id = meeting
          ON CONFLICT (meeting_id) DO UPDATE SET words = EXCLUDED.words;
        END IF;
        RETURN NULL;
      END $$;
      CREATE TRIGGER keep_search_words AFTER INSERT OR UPDATE OF segments OR DELETE ON transcripts
        FOR EACH ROW EXECUTE FUNCTION keep_search_words();
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TRIGGER keep_search_words ON transcripts;
      DROP FUNCTION keep_search_words;
    `);
  }
}
