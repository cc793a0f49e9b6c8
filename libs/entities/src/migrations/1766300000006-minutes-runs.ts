import type { QueryRunner } from 'typeorm';
import type { Migration } from './migration.ts';

/** The view of 1765600000000 with the work on minutes, which is of no generation. */
export class MinutesRuns1766300000006 implements Migration {
  name = 'MinutesRuns1766300000006';

  async up(queryRunner: QueryRunner): Promise<void> {
    const wanted = `SELECT FROM meetings
      WHERE meetings.id = run.meeting_id AND meetings.deleted_at IS NULL
        AND run.generation IN (0, meetings.generation, meetings.next_generation)`;
    const abandoned = `run.lease_until < now()
      AND run.lease_until + greatest(0, run.crashes - 1) * interval '8 seconds'
        * ((hashtext(run.id::text || run.crashes) & 1023) / 1023.0) < now()
      AND EXISTS (${wanted})`;
    await queryRunner.query(`
      CREATE OR REPLACE VIEW runnable_runs AS
      SELECT work.queue, sum(found.runnable)::bigint AS runnable, sum(found.leased)::bigint AS leased,
        coalesce(extract(epoch FROM now() - min(found.oldest)), 0)::double precision AS oldest_seconds
      FROM (VALUES ('transcription', 'prepare'), ('transcription', 'transcribe'), ('transcription', 'assemble'),
        ('transcription', 'summarize'), ('transcription', 'minutes'), ('analytics', 'analyze'),
        ('dashboard-sync', 'sync')) AS work (queue, stage)
      CROSS JOIN LATERAL (
        SELECT count(*) AS runnable, 0 AS leased, min(run.due_at) AS oldest FROM stage_runs AS run
        CROSS JOIN LATERAL (${wanted} LIMIT 1) AS meeting
        WHERE run.status = 'queued' AND run.stage = work.stage AND run.due_at <= now()
        UNION ALL
        SELECT count(*) FILTER (WHERE ${abandoned}), count(*) FILTER (WHERE run.lease_until >= now()),
          min(run.lease_until) FILTER (WHERE ${abandoned})
        FROM stage_runs AS run WHERE run.status = 'running' AND run.stage = work.stage
      ) AS found
      GROUP BY work.queue
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    // What this one knows beside the one before it does no harm there.
    await queryRunner.query('SELECT 1');
  }
}
