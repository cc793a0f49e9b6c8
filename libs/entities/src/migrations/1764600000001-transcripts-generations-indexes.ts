import type { QueryRunner } from 'typeorm';
import type { Migration } from './migration.ts';

/** A meeting that is deleted looks for what points at its generations. */
export class TranscriptGenerationsIndexes1764600000001 implements Migration {
  name = 'TranscriptGenerationsIndexes1764600000001';
  transaction = false;

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `CREATE INDEX CONCURRENTLY IF NOT EXISTS "IDX_aaa2355cdd976392a239a08d4b" ON "transcripts" ("generation_id")`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP INDEX "IDX_aaa2355cdd976392a239a08d4b"');
  }
}
