import { waitFor } from '@memo/testing';
import type { Accepted } from '../load.ts';
import { doubledOf } from '../oracle/doubled.ts';
import { brokenChains, orphansOf } from '../oracle/left-over.ts';
import { openRuns, rowsOf } from '../oracle/meetings.ts';
import { compareTranscripts } from '../oracle/transcripts.ts';
import type { System } from '../system/start-system.ts';

export interface Restored {
  /** All that was accepted before the servers were lost, also after the dump. */
  accepted: readonly Accepted[];
  /** Of who uploaded it: sessions of then are good. */
  headers: Readonly<Record<string, string>>;
  /** A meeting that was deleted right after the dump, and is there again. */
  late: string;
}

export interface RestoredVerdict {
  /** How many of the meetings the dump has. */
  kept: number;
  retried: number;
  /** Until nothing was left to do, in ms. */
  settledAfterMs: number;
  problems: string[];
}

const settledWithinMs = 240_000;

/** Waits until the processes have nothing left to do, and asks what became of every meeting of the dump. */
export async function judgeRestored(
  system: System,
  { accepted, headers, late }: Restored,
): Promise<RestoredVerdict> {
  const ids = accepted.map(({ meetingId }) => meetingId);
  const known = new Set((await rowsOf(system, ids)).map(({ id }) => id));
  const kept = accepted.filter(({ meetingId }) => known.has(meetingId));
  const keptIds = kept.map(({ meetingId }) => meetingId);
  const settled = () =>
    waitFor('all meetings to end', async () => (await openRuns(system)) === 0, {
      timeoutMs: settledWithinMs,
      everyMs: 250,
    }).catch(() => undefined);

  const beganMs = performance.now();
  await settled();
  const failed = (await rowsOf(system, keptIds)).filter(({ status }) => status === 'FAILED');
  const [url = ''] = system.fleet.apiUrls();
  for (const { id } of failed) {
    const path = `${url}/api/v1/mobile/meetings/${id}/retry`;
    await fetch(path, { method: 'POST', headers });
  }
  await settled();

  const settledAfterMs = performance.now() - beganMs;
  const left = await openRuns(system);
  const compared = await compareTranscripts(system, kept, false);
  const problems = [
    ...compared.lost,
    ...compared.doubled,
    ...(await doubledOf(system, keptIds)),
    ...(await orphansOf(system)),
    ...(await brokenChains(system)),
    ...(left > 0 ? [`${left} runs are left in the ledger`] : []),
    ...(known.has(late) ? [] : [`${late}, which the dump has, is not there`]),
    ...(kept.length === 0 ? ['the dump has no meeting: it proves nothing'] : []),
  ];
  return { kept: kept.length, retried: failed.length, settledAfterMs, problems };
}
