import { waitFor } from '@memo/testing';
import type { Client, Load } from './load.ts';
import { killedWorkers } from './oracle/doubled.ts';
import { judge, type Verdict } from './oracle/judge.ts';
import { openRuns } from './oracle/meetings.ts';
import type { Fault, Strike } from './strike.ts';
import type { System } from './system/start-system.ts';

export interface Proof {
  load: Load;
  verdict: Verdict;
  figures: string[];
}

interface Proving {
  system: System;
  newClient: () => Promise<Client>;
  recordings: number;
  random: () => number;
}

/** How processes end that were killed, or asked to end; one that has not begun has nothing to bring to an end. */
const isMeant = /: (?:SIGKILL|exit 0)(?: while it started)?$|: SIGTERM while it started$/;

/** Uploads recordings while the fault strikes, mends everything, and asks what became of them. */
export async function prove(fault: Fault, proving: Proving): Promise<Proof> {
  const { system, newClient, recordings, random } = proving;
  // What the fault before this one killed is started again first.
  await waitFor('every API process to answer', () => areReady(system), { timeoutMs: 60_000 });
  const client = await newClient();
  const before = {
    beganAtMs: performance.now(),
    killed: killedWorkers(system),
    mayLeaveGaps: fault.mayLeaveGaps ?? false,
  };
  const endedBefore = system.fleet.ended().length;
  const problems: string[] = [];
  const figures: string[] = [];
  let interrupted = 0;
  const strike: Strike = {
    ...{ system, client, newClient, random },
    problem: (what) => problems.push(what),
    figure: (what) => figures.push(what),
    interrupted: (workers) => {
      interrupted += workers;
    },
  };

  async function struck(): Promise<Load> {
    const own = await fault.strike(strike).catch((error: unknown) => {
      problems.push(String(error));
      return undefined;
    });
    system.restore();
    figures.push(await movesAgain(system));
    return own ?? { accepted: [], refused: 0 };
  }
  const usual = fault.load === 'usual' ? client.upload(recordings) : null;
  const [own, given] = await Promise.all([struck(), usual]);
  const load = {
    accepted: [...(given?.accepted ?? []), ...own.accepted],
    refused: (given?.refused ?? 0) + own.refused,
  };
  const allowed = { ...before, killed: before.killed - interrupted };
  const verdict = await judge(system, client, load.accepted, allowed);
  const crashes = fault.crashes === 'none' ? await crashesOf(system, load) : 0;
  if (crashes > 0) problems.push(`${crashes} crashes are counted`);
  const ended = system.fleet.ended().slice(endedBefore);
  problems.push(
    ...ended.filter((how) => !isMeant.test(how)).map((how) => `ended by itself: ${how}`),
  );
  verdict.other.push(...problems);
  return { load, verdict, figures };
}

/** How long it takes until the first run is taken up or done after all is mended. */
async function movesAgain(system: System): Promise<string> {
  if ((await openRuns(system)) === 0) return 'nothing was left to do when all was mended';
  const steps = async () => {
    const [row] = await system.database.query<{ steps: number }[]>(
      `SELECT (sum(epoch) + count(finished_at))::int AS steps FROM stage_runs`,
    );
    return row?.steps ?? 0;
  };
  const before = await steps();
  const beganAtMs = performance.now();
  await waitFor('the first run to move', async () => (await steps()) > before, {
    timeoutMs: 120_000,
    everyMs: 50,
  }).catch(() => undefined);
  return `moves again ${((performance.now() - beganAtMs) / 1000).toFixed(1)} s after all is mended`;
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
