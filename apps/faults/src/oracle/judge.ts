import { waitFor } from '@memo/testing';
import type { Accepted, Client } from '../load.ts';
import type { System } from '../system/start-system.ts';
import { answersPaidTwice, doubledOf, type Before } from './doubled.ts';
import { brokenChains, orphansOf } from './left-over.ts';
import { openRuns, rowsOf, type Row } from './meetings.ts';
import { compareTranscripts } from './transcripts.ts';

export interface Verdict {
  /** Recordings that got a 2xx and are not transcribed, in full and as themselves. */
  lost: string[];
  /** Results, deliveries and paid answers that are there twice. */
  doubled: string[];
  /** Objects and uploads in the bucket that no meeting knows of. */
  orphans: string[];
  /** Meetings that were FAILED until somebody asked for a retry. */
  failedAtFirst: number;
  /** Whatever else is not as it should be. */
  other: string[];
  /** From the end of the fault to the end of the last meeting, in ms. */
  settledAfterMs: number;
}

export interface Judging extends Before {
  /** Whether a transcript may lack what was said, if it says so. */
  mayLeaveGaps: boolean;
}

/** How long all of it may take: so long, and so long for each. */
const settleMs = 240_000;
const settleEachMs = 1_500;

/** Waits until nothing more happens, has what failed tried once more, and asks what became of all that was accepted. */
export async function judge(
  system: System,
  client: Client,
  accepted: readonly Accepted[],
  judging: Judging,
): Promise<Verdict> {
  const healedAtMs = performance.now();
  const ids = accepted.map(({ meetingId }) => meetingId);
  await settled(system, ids);
  const failed = (await rowsOf(system, ids)).filter(({ status, dashboard_status }) =>
    [status, dashboard_status].includes('FAILED'),
  );
  for (const { id } of failed) await client.retry(id);
  await settled(system, ids);
  const settledAfterMs = performance.now() - healedAtMs;
  const left = await openRuns(system);
  const compared = await compareTranscripts(system, accepted, judging.mayLeaveGaps);
  return {
    lost: compared.lost,
    doubled: [
      ...compared.doubled,
      ...(await doubledOf(system, ids)),
      ...(await answersPaidTwice(system, ids, judging)),
    ],
    orphans: await orphansOf(system),
    failedAtFirst: failed.length,
    other: [
      ...(left > 0 ? [`${left} runs are left in the ledger`] : []),
      ...(await brokenChains(system)),
    ],
    settledAfterMs,
  };
}

async function settled(system: System, ids: readonly string[]): Promise<void> {
  const isOver = ({ status, dashboard_status }: Row) =>
    status === 'FAILED' || (status === 'COMPLETED' && dashboard_status !== 'PENDING');
  await waitFor(
    'all meetings to end',
    async () => (await rowsOf(system, ids)).every(isOver) && (await openRuns(system)) === 0,
    { timeoutMs: settleMs + settleEachMs * ids.length, everyMs: 250 },
  ).catch(() => undefined);
}
