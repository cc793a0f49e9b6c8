import { setTimeout as pause } from 'node:timers/promises';
import type { Bench, Benchmark } from '../benchmark.ts';
import type { Figure } from '../figure.ts';
import { commandOf, memoryOf, withDescendants, type Memory } from '../measure/resident-memory.ts';
import { createAccount } from '../memo/account.ts';
import { startApi, unlimited } from '../memo/apps.ts';
import { startServers } from '../memo/servers.ts';
import { emptyDataDirectory, startStack } from '../memo/started-stack.ts';
import { requestsPerSecond } from '../reading/requests-per-second.ts';
import { seedMeetings, settleTables } from '../reading/seed-meetings.ts';
import { table } from '../table.ts';

const meetings = 1_000;
const settleMs = 30_000;
const loadSeconds = 20;
const minuteMs = 60_000;

/** A laptop has room for it beside what it is there for. */
export const stackMemory: Benchmark = {
  name: 'stack-memory',
  run: async (bench) => [...(await ofAllProcesses(bench)), ...(await ofOneApi(bench))],
};

async function ofAllProcesses({ resources, say }: Bench): Promise<Figure[]> {
  say('npm start, and half a minute in which nobody asks anything');
  const stack = resources.use(await startStack(await emptyDataDirectory(resources)));
  await pause(settleMs);
  const pids = await withDescendants(stack.pid);
  const rows = await Promise.all(
    pids.map(async (pid) => ({ name: shortName(await commandOf(pid)), ...(await memoryOf(pid)) })),
  );
  const total = { name: 'in all', pss: sum(rows, 'pss'), rss: sum(rows, 'rss') };
  const cells = [...rows.toSorted((a, b) => b.pss - a.pss), total].map(({ name, pss, rss }) => [
    name,
    pss.toFixed(1),
    rss.toFixed(1),
  ]);
  say(`MiB by process\n${table([['', 'PSS', 'RSS'], ...cells])}`);
  await stack[Symbol.asyncDispose]();
  return [
    { name: 'npm start, idle, all processes (PSS)', value: total.pss, unit: 'MiB', atMost: 600 },
  ];
}

async function ofOneApi({ resources, say }: Bench): Promise<Figure[]> {
  say('an API by itself');
  const { settings, database } = await startServers(resources);
  const api = await startApi(resources, { ...settings, ...unlimited });
  const account = await createAccount(api.url);
  await seedMeetings(database, account, meetings);
  await settleTables(database);
  await pause(settleMs);
  const measured = async (when: string): Promise<Memory> => {
    const memory = await memoryOf(api.pid);
    say(`${when}: PSS ${memory.pss.toFixed(1)}, RSS ${memory.rss.toFixed(1)} MiB`);
    return memory;
  };
  const idle = await measured('idle');
  const { authorization } = account;
  const list = `${api.url}/api/v1/mobile/meetings/?limit=20`;
  await requestsPerSecond(list, { authorization }, loadSeconds);
  const loaded = await measured(`after ${loadSeconds} s of lists`);
  await pause(minuteMs);
  const later = await measured('a minute later');
  return [
    { name: 'one API process, idle (RSS)', value: idle.rss, unit: 'MiB', atMost: 120 },
    { name: 'one API process, after a load of lists (RSS)', value: loaded.rss, unit: 'MiB' },
    { name: 'a minute later, of idle', value: later.rss / idle.rss, unit: 'ratio', atMost: 1.2 },
  ];
}

const sum = (rows: readonly Memory[], of: keyof Memory): number =>
  rows.reduce((total, row) => total + row[of], 0);

/** Without the directories, and the flags before the program. */
const shortName = (command: string): string =>
  command
    .split(' ')
    .filter((word, index) => index === 0 || !word.startsWith('--'))
    .map((word) => word.split('/').slice(-3).join('/'))
    .join(' ')
    .slice(0, 60);
