import { setTimeout as delay } from 'node:timers/promises';
import type { Fault } from '../prove.ts';
import type { AppName } from '../system/fleet.ts';
import type { System } from '../system/start-system.ts';

const apps: AppName[] = ['transcription-worker', 'analytics-worker', 'dashboard-sync-worker'];

function signalAll({ fleet }: System, names: readonly AppName[], signal: NodeJS.Signals): void {
  for (const name of names) for (const pid of fleet.pidsOf(name)) process.kill(pid, signal);
}

export const workersKilled: Fault = {
  name: 'workers-killed',
  promise: 'a worker that is killed costs time, and at most what it was asking at that moment',
  crashes: 'allowed',
  strike: async (system, random) => {
    for (let times = 0; times < 3; times += 1) {
      await delay(2_000 + random() * 2_000);
      const [pid] = system.fleet.pidsOf('transcription-worker');
      if (pid !== undefined) process.kill(pid, 'SIGKILL');
    }
  },
};

export const workersTerminated: Fault = {
  name: 'workers-terminated',
  promise: 'a deployment of all workers ends no work and counts no crash',
  crashes: 'none',
  strike: async (system, random) => {
    await delay(2_000 + random() * 2_000);
    signalAll(system, apps, 'SIGTERM');
    await delay(8_000);
  },
};

export const workersFrozen: Fault = {
  name: 'workers-frozen',
  promise: 'a worker that was paused past its leases writes nothing over what others did meanwhile',
  crashes: 'allowed',
  strike: async (system) => {
    await delay(2_000);
    const pids = system.fleet.pidsOf('transcription-worker').slice(0, 1);
    for (const pid of pids) process.kill(pid, 'SIGSTOP');
    await delay(12_000);
    for (const pid of pids) process.kill(pid, 'SIGCONT');
  },
};

export const apiKilled: Fault = {
  name: 'api-killed',
  promise:
    'what an API process that was killed had answered with 2xx is there, and nothing else is',
  crashes: 'allowed',
  strike: async (system, random) => {
    for (let times = 0; times < 2; times += 1) {
      await delay(1_000 + random() * 2_000);
      const [pid] = system.fleet.pidsOf('api');
      if (pid !== undefined) process.kill(pid, 'SIGKILL');
    }
  },
};
