import { waitFor } from '@memo/testing';
import type { Client, Load } from './load.ts';
import { judge, killedWorkers, type Verdict } from './oracle.ts';
import type { System } from './system/start-system.ts';

export interface Fault {
  name: string;
  /** What it proves, as a promise. */
  promise: string;
  /** Whether the ledger may count a crash meanwhile: a worker that was killed or paused is one, an outage is none. */
  crashes: 'none' | 'allowed';
  /** Breaks something while recordings are on their way, and has mended it when it resolves. */
  strike(system: System, random: () => number): Promise<void>;
}

export interface Proof {
  load: Load;
  verdict: Verdict;
}

interface Proving {
  system: System;
  client: Client;
  recordings: number;
  random: () => number;
}

/** Uploads recordings while the fault strikes, mends everything, and asks what became of them. */
export async function prove(fault: Fault, proving: Proving): Promise<Proof> {
  const { system, client, recordings, random } = proving;
  // What the fault before this one killed is started again first.
  await waitFor('every API process to answer', () => areReady(system), { timeoutMs: 60_000 });
  const before = { answered: new Map(system.engine.answered), killed: killedWorkers(system) };
  const [load] = await Promise.all([client.upload(recordings), fault.strike(system, random)]);
  system.restore();
  const verdict = await judge(system, client, load.accepted, before);
  const crashes = fault.crashes === 'none' ? await crashesOf(system, load) : 0;
  if (crashes > 0) verdict.other.push(`${crashes} crashes are counted`);
  return { load, verdict };
}

async function areReady({ fleet }: System): Promise<boolean> {
  const answers = await Promise.all(
    fleet.apiUrls().map((url) => fetch(`${url}/ready`).catch(() => null)),
  );
  return answers.every((answer) => answer?.ok === true);
}

async function crashesOf({ database }: System, { accepted }: Load): Promise<number> {
  const [row] = await database.query<{ crashes: number }[]>(
    'SELECT coalesce(sum(crashes), 0)::int AS crashes FROM stage_runs WHERE meeting_id = ANY($1)',
    [accepted.map(({ meetingId }) => meetingId)],
  );
  return row?.crashes ?? 0;
}
