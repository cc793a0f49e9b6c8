import type { Benchmark } from '../benchmark.ts';
import { p95 } from '../measure/statistics.ts';
import { createAccount } from '../memo/account.ts';
import { startApi, unlimited } from '../memo/apps.ts';
import { startServers } from '../memo/servers.ts';
import { seedMeetings, settleTables } from '../reading/seed-meetings.ts';
import { getJson, type Reader } from '../reading/timed-get.ts';

const people = 16;
const seconds = 10;
const meetings = 1_000;
const password = 'a password for benchmarks';

/** People sign in as fast as the price of a password allows, and nobody else waits for them. */
export const authSignIns: Benchmark = {
  name: 'auth-sign-ins',
  async run({ resources, say }) {
    say('starting PostgreSQL, Redis, S3 and the API, and signing up');
    const { settings, database } = await startServers(resources);
    const api = await startApi(resources, { ...settings, ...unlimited });
    const account = await createAccount(api.url);
    await seedMeetings(database, account, meetings);
    await settleTables(database);
    const reader = { ...account, url: api.url };
    const auth = `${api.url}/api/v1/mobile/auth`;
    const emails = Array.from({ length: people }, (_, n) => `person-${n}@example.com`);
    for (const email of emails) await post(`${auth}/register`, { name: 'Bench', email, password });

    await readsFor(reader, 2);
    const alone = p95(await readsFor(reader, seconds));
    const signIn = (email: string) => post(`${auth}/login`, { email, password });
    const signIns = await allAtOnce(emails, signIn);
    const [fewer, times] = await Promise.all([
      allAtOnce(emails, signIn),
      readsFor(reader, seconds),
    ]);
    const beside = p95(times);
    say(`with somebody who reads beside them, people sign in ${fewer / seconds} times a second`);
    say(`a list takes ${alone.toFixed(1)} ms alone and ${beside.toFixed(1)} ms meanwhile, p95`);
    return [
      {
        name: `sign-ins a second, ${people} at once`,
        value: signIns / seconds,
        unit: 'count',
        atLeast: 40,
      },
      { name: 'a list meanwhile, of alone, p95', value: beside / alone, unit: 'ratio', atMost: 3 },
    ];
  },
};

/** Each does it again and again. @returns how often all of them did. */
async function allAtOnce(
  emails: readonly string[],
  work: (email: string) => Promise<void>,
): Promise<number> {
  const stop = Date.now() + seconds * 1_000;
  const counts = emails.map(async (email) => {
    let count = 0;
    for (; Date.now() < stop; count += 1) await work(email);
    return count;
  });
  return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
}

async function post(url: string, body: object): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const answer = await response.text();
  if (!response.ok) throw new Error(`POST ${url}: ${response.status} ${answer}`);
}

/** How long lists take, one after the other, in ms. */
async function readsFor(reader: Reader, seconds: number): Promise<number[]> {
  const times: number[] = [];
  const stop = Date.now() + seconds * 1_000;
  while (Date.now() < stop) {
    const startedMs = performance.now();
    await getJson(reader, '/api/v1/mobile/meetings/?limit=20');
    times.push(performance.now() - startedMs);
  }
  return times;
}
