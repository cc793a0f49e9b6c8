import { setTimeout as delay } from 'node:timers/promises';
import { Redis } from 'ioredis';
import type { Benchmark } from '../benchmark.ts';
import { createAccount } from '../memo/account.ts';
import { startApi, unlimited } from '../memo/apps.ts';
import { startServers } from '../memo/servers.ts';
import { seedMeetings, settleTables } from '../reading/seed-meetings.ts';

const meetings = 1_000;
const waiting = 100_000;
/** The API process looks for work without a ticket every two seconds. */
const watchedMs = 20_000;
const sweeps = watchedMs / 2_000;

/** Looking after a backlog costs Redis nothing that grows with it: the ledger knows what waits. */
export const ledgerSweep: Benchmark = {
  name: 'ledger-sweep',
  async run({ resources, say }) {
    say(`starting PostgreSQL, Redis, S3 and the API, writing ${waiting} waiting runs`);
    const { settings, database } = await startServers(resources);
    const api = await startApi(resources, { ...settings, ...unlimited });
    const account = await createAccount(api.url);
    await seedMeetings(database, account, meetings, { stageRuns: false });
    const redis = new Redis(settings.REDIS_URL);
    resources.defer(() => redis.disconnect());

    const idleMs = await spentBy(redis);
    await database.query(
      `INSERT INTO stage_runs (id, workspace_id, meeting_id, stage, part, status)
       SELECT gen_random_uuid(), workspace_id, id, 'transcribe', part, 'queued'
       FROM meetings, generate_series(1, $2::int) AS part WHERE workspace_id = $1`,
      [account.workspaceId, waiting / meetings],
    );
    await settleTables(database);
    const busyMs = await spentBy(redis);
    say(`Redis: ${idleMs.toFixed(1)} ms a sweep with nothing to do, ${busyMs.toFixed(1)} ms then`);
    return [
      {
        name: 'CPU of Redis a sweep, 100,000 runs waiting',
        value: busyMs,
        unit: 'ms',
        atMost: 50,
      },
    ];
  },
};

/** @returns ms of processor time of a Redis server from one sweep to the next. */
async function spentBy(redis: Redis): Promise<number> {
  const before = await cpuMs(redis);
  await delay(watchedMs);
  return ((await cpuMs(redis)) - before) / sweeps;
}

async function cpuMs(redis: Redis): Promise<number> {
  const info = await redis.info('cpu');
  const read = (name: string) => Number(new RegExp(`${name}:([\\d.]+)`).exec(info)?.[1]);
  return (read('used_cpu_user') + read('used_cpu_sys')) * 1_000;
}
