import { waitFor } from '@memo/testing';
import type { DataSource } from 'typeorm';
import type { Span } from '../measure/spans.ts';
import type { SentRecording } from '../upload/send-recording.main.ts';

/** One step of a meeting's way; each begins where the one before it ends. */
export interface Step extends Span {
  name: string;
}

const pollMs = 5;
const usualTimeoutMs = 60_000;

/** When a meeting was first seen COMPLETED, in ms since the epoch. */
export async function untilCompleted(
  database: DataSource,
  meetingId: string,
  timeoutMs = usualTimeoutMs,
): Promise<number> {
  const ask = async () => {
    const rows: { status: string; error: unknown; seen_at: number }[] = await database.query(
      `SELECT status, error, extract(epoch FROM clock_timestamp())::float8 * 1000 AS seen_at
       FROM meetings WHERE id = $1`,
      [meetingId],
    );
    const [meeting] = rows;
    if (meeting?.status === 'FAILED') {
      throw new Error(`The meeting failed: ${JSON.stringify(meeting.error)}`);
    }
    return meeting?.status === 'COMPLETED' ? meeting.seen_at : null;
  };
  return waitFor('the meeting to be completed', ask, { timeoutMs, everyMs: pollMs });
}

/**
 * What happened between the last byte and the end: the API at work, then for each stage its time in the queue and
 * its time at work, then the last commit and our noticing it.
 */
export async function stepsOf(
  database: DataSource,
  { meetingId, lastByteAt }: SentRecording,
  completedAt: number,
): Promise<Step[]> {
  const runs: { stage: string; queued: number; started: number; finished: number }[] =
    await database.query(
      `SELECT stage, ${epochMs('queued_at')} AS queued, ${epochMs('started_at')} AS started,
         ${epochMs('finished_at')} AS finished
       FROM stage_runs WHERE meeting_id = $1
         AND stage IN ('prepare', 'transcribe', 'assemble', 'summarize') ORDER BY queued_at`,
      [meetingId],
    );
  const moments = runs.flatMap(({ stage, queued, started, finished }, index) => [
    { name: index === 0 ? 'api, to the commit' : 'between stages', at: queued },
    { name: `${stage}, in the queue`, at: started },
    { name: `${stage}, at work`, at: finished },
  ]);
  moments.push({ name: 'the last commit', at: completedAt });
  return moments
    .map(({ name, at }, index) => ({ name, start: moments[index - 1]?.at ?? lastByteAt, end: at }))
    .filter(({ name }) => name !== 'between stages');
}

const epochMs = (column: string): string => `extract(epoch FROM ${column})::float8 * 1000`;
