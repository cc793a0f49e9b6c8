import { setTimeout as delay } from 'node:timers/promises';
import type { Accepted, Client, Load } from '../load.ts';
import type { Fault } from '../strike.ts';
import type { AppName } from '../system/fleet.ts';

const apps: AppName[] = [
  'transcription-worker',
  'analytics-worker',
  'dashboard-sync-worker',
  'api',
];

const uploadersAtOnce = 3;
const readersAtOnce = 4;
const betweenRequestsMs = 150;

/** One process after the other, each replaced before the next one ends, as a cluster rolls out a release. */
export const rollingRestart: Fault = {
  name: 'rolling-restart',
  promise: 'all processes are replaced under load, and nobody hears a 5xx or loses a connection',
  crashes: 'none',
  load: 'own',
  strike: async ({ system, client, random, problem, figure }) => {
    const { fleet } = system;
    const traffic = startTraffic(client, random, problem);
    await delay(5_000);
    let replaced = 0;
    for (const app of apps) {
      for (const pid of fleet.pidsOf(app)) {
        await fleet.replace(app, pid);
        replaced += 1;
        await delay(1_000);
      }
    }
    await delay(2_000);
    const { load, answered, refused } = await traffic.stop();
    figure(
      `${replaced} processes replaced; ${answered} requests answered, ${refused} connections refused and tried again`,
    );
    return load;
  },
};

interface Traffic {
  /** Ends it once what is under way is answered. */
  stop(): Promise<{ load: Load; answered: number; refused: number }>;
}

/**
 * People who upload and read all the time, over connections that are kept. A refused connection is tried again, as every
 * load balancer does it; whatever else is no answer, or a 5xx, is a problem.
 */
function startTraffic(
  client: Client,
  random: () => number,
  problem: (what: string) => void,
): Traffic {
  const load: Load = { accepted: [], refused: 0 };
  let answered = 0;
  let refused = 0;
  let ending = false;

  async function ask(what: string, request: () => Promise<Response>): Promise<Response | null> {
    for (;;) {
      try {
        const answer = await request();
        answered += 1;
        if (answer.status >= 500) problem(`${what} was answered ${answer.status}`);
        return answer;
      } catch (error) {
        const code = codeOf(error);
        if (code !== 'ECONNREFUSED') {
          problem(`${what} was not answered: ${code}`);
          return null;
        }
        refused += 1;
        await delay(50);
      }
    }
  }

  async function uploads(): Promise<void> {
    while (!ending) {
      const recording = client.nextRecording();
      const answer = await ask('an upload', () => client.send(recording));
      const taken = answer && (await client.accepted(recording, answer));
      if (taken === null) load.refused += 1;
      else load.accepted.push(taken);
      await delay(random() * betweenRequestsMs * 10);
    }
  }

  async function reads(): Promise<void> {
    while (!ending) {
      const { path, good } = pathToRead(load.accepted, random);
      const request = () => fetch(client.urlOf(path), { headers: client.headers });
      const answer = await ask(`GET ${path}`, request);
      if (answer !== null && answer.status < 500 && !good.includes(answer.status)) {
        problem(`GET ${path} was answered ${answer.status}`);
      }
      await answer?.arrayBuffer().catch(() => problem(`the answer to GET ${path} was cut`));
      await delay(random() * betweenRequestsMs);
    }
  }

  const people = [
    ...Array.from({ length: uploadersAtOnce }, uploads),
    ...Array.from({ length: readersAtOnce }, reads),
  ];
  return {
    stop: async () => {
      ending = true;
      await Promise.all(people);
      return { load, answered, refused };
    },
  };
}

function pathToRead(
  accepted: readonly Accepted[],
  random: () => number,
): { path: string; good: readonly number[] } {
  const meeting = accepted[Math.floor(random() * accepted.length)];
  const kinds = ['list', 'meeting', 'export', 'me'];
  const kind = kinds[Math.floor(random() * kinds.length)];
  if (kind === 'me') return { path: '/auth/me', good: [200] };
  if (kind === 'list' || meeting === undefined) return { path: '/meetings/?limit=20', good: [200] };
  const path = `/meetings/${meeting.meetingId}`;
  // There is nothing to export before there is a transcript.
  return kind === 'meeting'
    ? { path, good: [200] }
    : { path: `${path}/export?format=txt`, good: [200, 409] };
}

/** Why there was no answer. */
function codeOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && 'code' in cause ? String(cause.code) : String(error);
}
