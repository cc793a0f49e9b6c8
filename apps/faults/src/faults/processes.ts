import { setTimeout as delay } from 'node:timers/promises';
import { waitFor } from '@memo/testing';
import type { Fault, Strike } from '../strike.ts';
import type { AppName } from '../system/fleet.ts';
import type { System } from '../system/start-system.ts';

const workers: AppName[] = ['transcription-worker', 'analytics-worker', 'dashboard-sync-worker'];

/** Longer than a lease. */
const pausedMs = 12_000;

export const workersKilled: Fault = {
  name: 'workers-killed',
  promise: 'a worker that is killed costs time, and at most what it was asking at that moment',
  crashes: 'allowed',
  load: 'usual',
  strike: async ({ system, random, figure }) => {
    const recoveries: number[] = [];
    for (let times = 0; times < 3; times += 1) {
      await delay(2_000 + random() * 2_000);
      const [pid] = system.fleet.pidsOf('transcription-worker');
      if (pid === undefined) continue;
      const held = await runningRuns(system);
      process.kill(pid, 'SIGKILL');
      recoveries.push(await recoveryOf(system, held));
    }
    figure(
      `work of a killed worker is taken up after ${recoveries.map((ms) => (ms / 1000).toFixed(1)).join(', ')} s`,
    );
  },
};

export const workersTerminated: Fault = {
  name: 'workers-terminated',
  promise: 'a deployment of all workers ends no work and counts no crash',
  crashes: 'none',
  load: 'usual',
  strike: async ({ system, random }) => {
    await delay(2_000 + random() * 2_000);
    for (const name of workers) {
      for (const pid of system.fleet.pidsOf(name)) process.kill(pid, 'SIGTERM');
    }
    await delay(8_000);
  },
};

export const workersFrozen: Fault = {
  name: 'workers-frozen',
  promise: 'a worker that was paused past its leases writes nothing over what others did meanwhile',
  crashes: 'allowed',
  load: 'usual',
  strike: async (strike) => {
    await delay(2_000);
    const pids = oneOfEach(strike);
    for (const pid of pids) process.kill(pid, 'SIGSTOP');
    await delay(pausedMs);
    for (const pid of pids) process.kill(pid, 'SIGCONT');
  },
};

export const workersBlocked: Fault = {
  name: 'workers-blocked',
  promise: 'a worker whose event loop stood still past its leases writes nothing over others',
  crashes: 'allowed',
  load: 'usual',
  strike: async (strike) => {
    await delay(2_000);
    for (const pid of oneOfEach(strike)) await strike.system.order(pid, { blockMs: pausedMs });
    await delay(pausedMs + 1_000);
  },
};

export const clockAhead: Fault = {
  name: 'clock-ahead',
  promise: 'a process whose clock is an hour ahead takes nobody’s work and ends nobody’s session',
  crashes: 'none',
  load: 'usual',
  strike: async ({ system }) => {
    const names: AppName[] = ['api', ...workers];
    const pids = names.flatMap((name) => system.fleet.pidsOf(name).slice(0, 1));
    for (const pid of pids) await system.order(pid, { clockAheadMs: 3_600_000 });
    await delay(15_000);
    for (const pid of pids) await system.order(pid, { clockAheadMs: 0 });
  },
};

export const scratchFull: Fault = {
  name: 'scratch-full',
  promise: 'a worker without room for its temporary files waits, and fails no meeting',
  crashes: 'none',
  load: 'usual',
  unfit: ({ scratch }) => (scratch.isOwnDisk ? null : 'this process may not mount a disk'),
  strike: async ({ system: { scratch } }) => {
    await delay(2_000);
    await scratch.fill();
    await delay(20_000);
    scratch.empty();
  },
};

/** One worker of each kind; what the first was asking may be asked again. */
function oneOfEach({ system, interrupted }: Strike): number[] {
  interrupted(1);
  return workers.flatMap((name) => system.fleet.pidsOf(name).slice(0, 1));
}

interface Held {
  id: string;
  epoch: number;
}

const runningRuns = ({ database }: System): Promise<Held[]> =>
  database.query(`SELECT id, epoch FROM stage_runs WHERE status = 'running'`);

/** @returns ms until none of them is held as it was. */
async function recoveryOf({ database }: System, held: readonly Held[]): Promise<number> {
  const beganAtMs = performance.now();
  const ids = held.map(({ id }) => id);
  const epochs = held.map(({ epoch }) => epoch);
  const still = () =>
    database.query<unknown[]>(
      `SELECT 1 FROM stage_runs AS run JOIN unnest($1::uuid[], $2::int[]) AS held (id, epoch)
         ON run.id = held.id AND run.epoch = held.epoch WHERE run.status = 'running'`,
      [ids, epochs],
    );
  await waitFor('others to take up the work', async () => (await still()).length === 0, {
    timeoutMs: 60_000,
    everyMs: 50,
  }).catch(() => undefined);
  return performance.now() - beganAtMs;
}
