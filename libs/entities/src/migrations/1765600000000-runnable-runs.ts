import type { QueryRunner } from 'typeorm';
import type { Migration } from './migration.ts';

/**
 * What an autoscaler asks: what workers could claim now and what they have, by queue, always a row for each. It reads
 * with the rights of its owner, so that the role of an autoscaler needs to see nothing else. The rule is the ledger's own
 * (libs/ledger/src/waiting.ts), the stages are those of libs/pipeline/src/stages.ts; a test holds all three together.
 */
export class RunnableRuns1765600000000 implements Migration {
  name = 'RunnableRuns1765600000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    const wanted = `SELECT FROM meetings
      WHERE meetings.id = run.meeting_id AND meetings.deleted_at IS NULL
        AND run.generation IN (meetings.generation, meetings.next_generation)`;
    const abandoned = `run.lease_until < now()
      AND run.lease_until + greatest(0, run.crashes - 1) * interval '8 seconds'
        * ((hashtext(run.id::text || run.crashes) & 1023) / 1023.0) < now()
      AND EXISTS (${wanted})`;
    await queryRunner.query(`
      CREATE VIEW runnable_runs AS
      SELECT work.queue, sum(found.runnable)::bigint AS runnable, sum(found.leased)::bigint AS leased,
        coalesce(extract(epoch FROM now() - min(found.oldest)), 0)::double precision AS oldest_seconds
      FROM (VALUES ('transcription', 'prepare'), ('transcription', 'transcribe'), ('transcription', 'assemble'),
        ('transcription', 'summarize'), ('analytics', 'analyze'), ('dashboard-sync', 'sync')) AS work (queue, stage)
      CROSS JOIN LATERAL (
        SELECT count(*) AS runnable, 0 AS leased, min(run.due_at) AS oldest FROM stage_runs AS run
        -- One by one: joined at once, the planner would rather read every meeting that there ever was.
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
    await queryRunner.query('DROP VIEW runnable_runs');
  }
}
