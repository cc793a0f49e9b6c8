import { Meeting, newId, type Transact } from '@memo/entities';
import type { StageClaim } from '@memo/pipeline';
import type { Segment, Speaker } from '@memo/transcript';
import type { DataSource } from 'typeorm';

export interface PartialToShow {
  segments: Segment[];
  speakers: Speaker[];
  chunksDone: number;
  chunksTotal: number;
  coveredMs: number;
}

export interface PartialRepository {
  /** How many chunks of this generation are shown already; 0 when none. */
  chunksShown(claim: StageClaim): Promise<number>;
  /** What `transcribe` left of the chunks from the first on, up to the first that is not transcribed. */
  firstTranscribed(claim: StageClaim): Promise<unknown[]>;
  /** How many people speak, if the uploader knew. */
  speakersExpected(claim: StageClaim): Promise<number | null>;
  /** Shows it unless as much is shown already, the transcript is there, or the meeting is deleted or runs anew. */
  show(claim: StageClaim, partial: PartialToShow): Promise<void>;
}

export function createPartialRepository(
  { manager }: DataSource,
  transact: Transact,
): PartialRepository {
  return {
    chunksShown: async ({ workspaceId, meetingId, generation }) => {
      const rows: { chunks_done: number }[] = await manager.query(
        `SELECT chunks_done FROM partial_transcripts
         WHERE workspace_id = $1 AND meeting_id = $2 AND generation = $3`,
        [workspaceId, meetingId, generation],
      );
      return rows[0]?.chunks_done ?? 0;
    },

    firstTranscribed: async ({ workspaceId, meetingId, generation }) => {
      const rows: { result: unknown }[] = await manager.query(
        `SELECT result FROM (
           SELECT part, result, bool_and(status = 'succeeded') OVER (ORDER BY part) AS so_far
           FROM stage_runs
           WHERE workspace_id = $1 AND meeting_id = $2 AND generation = $3 AND stage = 'transcribe'
         ) AS runs WHERE so_far ORDER BY part`,
        [workspaceId, meetingId, generation],
      );
      return rows.map(({ result }) => result);
    },

    speakersExpected: async ({ workspaceId, meetingId }) => {
      const meeting = await manager.findOne(Meeting, {
        select: { id: true, speakersExpected: true },
        where: { id: meetingId, workspaceId },
      });
      return meeting?.speakersExpected ?? null;
    },

    show: ({ workspaceId, meetingId, generation }, partial) =>
      transact(async (tx) => {
        // The transcript is saved under the same lock: it is either seen below, or comes later and removes this row.
        const held: unknown[] = await tx.manager.query(
          `SELECT 1 FROM meetings
           WHERE id = $1 AND workspace_id = $2 AND generation = $3 AND deleted_at IS NULL FOR NO KEY UPDATE`,
          [meetingId, workspaceId, generation],
        );
        if (held.length === 0) return;
        const { segments, speakers, chunksDone, chunksTotal, coveredMs } = partial;
        await tx.manager.query(
          `INSERT INTO partial_transcripts AS shown (id, workspace_id, meeting_id, generation, segments, speakers,
             chunks_done, chunks_total, covered_ms)
           SELECT $1::uuid, $2::uuid, $3::uuid, $4::int, $5::jsonb, $6::jsonb, $7::int, $8::int, $9::int
           WHERE NOT EXISTS (SELECT 1 FROM stage_runs
             WHERE meeting_id = $3 AND generation = $4 AND stage = 'assemble' AND status = 'succeeded')
           ON CONFLICT (meeting_id) DO UPDATE SET generation = excluded.generation, segments = excluded.segments,
             speakers = excluded.speakers, chunks_done = excluded.chunks_done,
             chunks_total = excluded.chunks_total, covered_ms = excluded.covered_ms
           WHERE (shown.generation, shown.chunks_done) < (excluded.generation, excluded.chunks_done)`,
          [
            newId(),
            workspaceId,
            meetingId,
            generation,
            JSON.stringify(segments),
            JSON.stringify(speakers),
            chunksDone,
            chunksTotal,
            coveredMs,
          ],
        );
      }),
  };
}
