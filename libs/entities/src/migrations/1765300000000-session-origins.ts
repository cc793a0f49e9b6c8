import type { QueryRunner } from 'typeorm';
import type { Migration } from './migration.ts';

/** People see where their sessions are, and an address they have signed in from is known. */
export class SessionOrigins1765300000000 implements Migration {
  name = 'SessionOrigins1765300000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `ALTER TABLE "refresh_tokens" ADD "ip" character varying, ADD "client" character varying`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE "refresh_tokens" DROP "ip", DROP "client"`);
  }
}
