import { setTimeout as delay } from 'node:timers/promises';
import type { Fate } from '@memo/testing';
import type { Fault, Strike } from '../strike.ts';
import { commits } from './commits.ts';
import type { AppName } from '../system/fleet.ts';
import type { Seen } from '../system/http-gate.ts';
import { processOf } from '../system/process-of.ts';
import type { System } from '../system/start-system.ts';

/** A point on the way of a recording at which a process may be killed. */
interface Moment {
  name: string;
  /** Calls it each time the moment is there, with the port of the process it is there for, and hears whether it was killed. @returns what ends that. */
  watch(system: System, reached: (clientPort: number) => boolean): () => void;
}

type Gate = keyof System['gates'];

const seen = (
  name: string,
  gate: Gate,
  wanted: Pick<Seen, 'moment' | 'method'> & { path: RegExp },
): Moment => ({
  name,
  watch: ({ gates }, reached) =>
    gates[gate].watch(({ moment, method, path, clientPort }) => {
      const isIt = moment === wanted.moment && method === wanted.method && wanted.path.test(path);
      if (isIt) reached(clientPort);
    }),
});

/** The commit of a transaction in which something like this was said. */
const committed = (name: string, said: RegExp, commit: Fate): Moment => ({
  name,
  watch: ({ proxies }, reached) => {
    const about = new Set<number>();
    return proxies.postgres.listen((text, clientPort) => {
      if (said.test(text.toString('latin1'))) about.add(clientPort);
      if (!about.has(clientPort) || !commits(text)) return 'passes';
      about.delete(clientPort);
      return reached(clientPort) ? commit : 'passes';
    });
  },
});

/** A prepared statement is called by its name. */
const settles = /stage_runs\.finish|pipeline\.end_/;
const makesMeeting = /intake\.make_meeting/;

const moments: Readonly<Partial<Record<AppName, readonly Moment[]>>> = {
  'transcription-worker': [
    seen('a recording is read', 'storage', { moment: 'asked', method: 'GET', path: /\.wav/ }),
    seen('a chunk is stored', 'storage', {
      ...{ moment: 'answered', method: 'PUT', path: /\/prepared-\d+\/chunk/ },
    }),
    seen('the engine is asked', 'engine', { moment: 'asked', method: 'POST', path: /generate/ }),
    seen('the engine answers', 'engine', { moment: 'answered', method: 'POST', path: /generate/ }),
    seen('an answer is kept', 'storage', {
      moment: 'answered',
      method: 'PUT',
      path: /\/answers\//,
    }),
    committed('a stage is about to be settled', settles, 'is lost'),
    committed('a stage is settled', settles, 'passes'),
  ],
  'dashboard-sync-worker': [
    seen('a delivery is sent', 'dashboard', { moment: 'asked', method: 'POST', path: /meetings/ }),
    seen('a delivery is answered', 'dashboard', {
      ...{ moment: 'answered', method: 'POST', path: /meetings/ },
    }),
  ],
  api: [
    seen('a recording is stored', 'storage', { moment: 'answered', method: 'PUT', path: /\.wav/ }),
    committed('a meeting is about to be committed', makesMeeting, 'is lost'),
    committed('a meeting is committed', makesMeeting, 'passes'),
  ],
};

const patienceMs = 60_000;

/** Kills the process of an app for which the moment comes next, before anything goes on. */
function killAt({ system, problem }: Strike, app: AppName, moment: Moment): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      stop();
      clearTimeout(late);
      resolve();
    };
    const stop = moment.watch(system, (clientPort) => {
      const pid = processOf(clientPort, system.fleet.pidsOf(app));
      // The same moment comes for processes of other apps, too.
      if (pid === undefined) return false;
      process.kill(pid, 'SIGKILL');
      end();
      return true;
    });
    const late = setTimeout(() => {
      problem(`it never came to the moment in which ${moment.name}`);
      end();
    }, patienceMs);
  });
}

const killedAtMoments = (app: AppName, name: string, promise: string): Fault => ({
  name,
  promise,
  crashes: 'allowed',
  load: 'usual',
  strike: async (strike) => {
    for (const moment of moments[app] ?? []) {
      await killAt(strike, app, moment);
      await delay(1_000);
    }
    strike.figure(`killed when ${(moments[app] ?? []).map(({ name: when }) => when).join('; ')}`);
  },
});

export const transcriptionKilled = killedAtMoments(
  'transcription-worker',
  'transcription-killed',
  'whenever a transcription worker is killed, nothing is lost and no result is there twice',
);

export const deliveryKilled = killedAtMoments(
  'dashboard-sync-worker',
  'delivery-killed',
  'whenever a worker that delivers is killed, every delivery arrives under one id',
);

export const apiKilled = killedAtMoments(
  'api',
  'api-killed',
  'what an API process that was killed had answered with 2xx is there, and nothing else is',
);
