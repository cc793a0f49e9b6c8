import type { QueryRunner } from 'typeorm';
import type { Migration } from './migration.ts';

/**
 * What meetings are found by from now on. Rows are narrow, so that thousands of hits are counted soon: words are kept
 * apart from titles, and beside their rows. No index has the workspace in a column of its own: one with it would be read
 * from the workspace's first row to its last. Nor has PostgreSQL figures about them, which would have it read the whole
 * table where a word is common.
 */
export class SearchTables1765500000001 implements Migration {
  name = 'SearchTables1765500000001';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE "search_labels" (
        "meeting_id" uuid NOT NULL,
        "workspace_id" uuid NOT NULL,
        "created_at" TIMESTAMP WITH TIME ZONE NOT NULL,
        "label" text NOT NULL,
        CONSTRAINT "PK_search_labels" PRIMARY KEY ("meeting_id")
      );
      CREATE TABLE "search_words" (
        "meeting_id" uuid NOT NULL,
        "workspace_id" uuid NOT NULL,
        "created_at" TIMESTAMP WITH TIME ZONE NOT NULL,
        "words" tsvector NOT NULL,
        CONSTRAINT "PK_search_words" PRIMARY KEY ("meeting_id")
      ) WITH (toast_tuple_target = 128);
      CREATE TABLE "rebuilds" (
        "name" character varying NOT NULL,
        "after" uuid NOT NULL,
        "done" boolean NOT NULL,
        CONSTRAINT "PK_rebuilds" PRIMARY KEY ("name")
      );
      ALTER TABLE "search_labels" ADD CONSTRAINT "FK_45a0d0c5b5ad3c00645cc8441b3" FOREIGN KEY ("meeting_id")
        REFERENCES "meetings"("id") ON DELETE CASCADE;
      ALTER TABLE "search_words" ADD CONSTRAINT "FK_7adaeb57b06946b2e8662247266" FOREIGN KEY ("meeting_id")
        REFERENCES "search_labels"("meeting_id") ON DELETE CASCADE;

      -- What was written last is searched one by one until there is this much of it (kB), a neighbour's as well.
      CREATE INDEX "search_labels_grams" ON "search_labels" USING gin (search_grams("workspace_id", "label"))
        WITH (gin_pending_list_limit = 256);
      CREATE INDEX "search_words_words" ON "search_words" USING gin (search_indexed("words"))
        WITH (gin_pending_list_limit = 256);
      ALTER INDEX "search_labels_grams" ALTER COLUMN 1 SET STATISTICS 0;
      ALTER INDEX "search_words_words" ALTER COLUMN 1 SET STATISTICS 0;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE rebuilds, search_words, search_labels');
  }
}
