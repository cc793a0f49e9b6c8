import type {
  Database,
  MeetingStatus,
  Reprocess,
  Rows,
  Stage,
  Tenant,
  Transaction,
} from '@memo/entities';
import { offerLater, type OfferLaterDeps } from '@memo/ledger';
import { beginGeneration, planIn, shownRuns, type FirstRuns } from './begin-generation.ts';
import { lockMeetingState } from './retry.sql.ts';
import { stageLedger } from './stage-ledger.sql.ts';

/** What a person may ask for: gaps are a matter of `retry`. */
export interface AskedReprocess extends Reprocess {
  from: Exclude<Reprocess['from'], 'gaps'>;
}

/** What was found of a meeting's sound before its row was locked. */
export interface FoundSound {
  /** The one that was shown then. */
  generation: number;
  /** Whether the recordings are prepared anew. */
  anew: boolean;
}

export type ReprocessAnswer =
  /** These stages run first, in a generation beside the one that is shown. */
  | { kind: 'begun'; stages: Stage[] }
  /** It has nothing yet that could be made anew. */
  | { kind: 'not_completed'; status: MeetingStatus }
  /** A generation is being made already. */
  | { kind: 'runs_anew' }
  /** Another generation is shown by now than the one whose sound was looked at. */
  | { kind: 'shown_changed' }
  /** Of what the shown generation was made is not known. */
  | { kind: 'runs_unknown' }
  | { kind: 'not_found' };

/**
 * Begins a generation of a COMPLETED meeting beside the one that is shown, which takes over what comes before the stage
 * it is asked to begin with.
 * @param sound where speech is asked about: nothing begins from what is shown no more.
 */
export async function reprocess(
  { database, ...tickets }: OfferLaterDeps & { database: Database },
  tenant: Tenant,
  tx: Transaction,
  meetingId: string,
  { asked, sound }: { asked: AskedReprocess; sound: FoundSound | null },
): Promise<ReprocessAnswer> {
  const rows = database.rows(tenant, tx);
  const state = await rows.first(lockMeetingState, { meetingId });
  if (state === null) return { kind: 'not_found' };
  const { status } = state;
  if (state.nextGeneration !== null) return { kind: 'runs_anew' };
  if (status !== 'COMPLETED') return { kind: 'not_completed', status };
  if (asked.from === 'transcribe' && sound?.generation !== state.generation) {
    return { kind: 'shown_changed' };
  }
  const runs = await firstRuns(rows, meetingId, asked, sound?.anew ?? false);
  if (runs === null || !(await beginGeneration(rows, meetingId, asked, runs))) {
    return { kind: 'runs_unknown' };
  }
  const stages = [
    ...(runs.again ?? []).map((): Stage => 'transcribe'),
    ...(runs.first === undefined ? [] : [runs.first]),
  ];
  offerLater(tx, tickets, stageLedger, stages);
  return { kind: 'begun', stages: [...new Set(stages)] };
}

/** What each kind takes over, and the first run of its own; null where what it takes over is not there. */
async function firstRuns(
  rows: Rows,
  meetingId: string,
  { from }: AskedReprocess,
  anew: boolean,
): Promise<FirstRuns | null> {
  if (from === 'transcribe' && anew) return { runs: [], first: 'prepare' };
  if (from === 'summarize') {
    const runs = await shownRuns(rows, meetingId, ['prepare', 'transcribe', 'assemble']);
    return { runs, first: 'summarize' };
  }
  const runs = await shownRuns(rows, meetingId, ['prepare', 'transcribe']);
  const chunks = runs.filter(({ stage }) => stage === 'transcribe');
  if (chunks.length === 0 || chunks.length !== planIn(runs)?.chunks.length) return null;
  return from === 'assemble'
    ? { runs, first: 'assemble' }
    : { runs, again: chunks.map(({ part }) => part) };
}
