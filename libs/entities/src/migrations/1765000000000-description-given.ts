import type { QueryRunner } from 'typeorm';
import type { Migration } from './migration.ts';

/** Who gave the descriptions that there are is not known: a person may have, so they stay. */
export class DescriptionGiven1765000000000 implements Migration {
  name = 'DescriptionGiven1765000000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      'ALTER TABLE "meetings" ADD "description_given" boolean NOT NULL DEFAULT true',
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE meetings DROP COLUMN description_given');
  }
}
