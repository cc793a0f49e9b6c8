import type { Benchmark } from '../benchmark.ts';
import { median } from '../measure/statistics.ts';
import { createAccount, type Account } from '../memo/account.ts';
import { startApi, unlimited } from '../memo/apps.ts';
import { startServers } from '../memo/servers.ts';
import { seedMeetings } from '../reading/seed-meetings.ts';
import { getJson, timesInTurns } from '../reading/timed-get.ts';

const atOnce = 50;
const runs = 60;

interface Target {
  url: string;
  authorization: string;
}

/** People who change meetings of one workspace at the same time do not wait for each other. */
export const meetingsChanges: Benchmark = {
  name: 'meetings-changes',
  async run({ resources, say }) {
    say('starting PostgreSQL, Redis, S3 and the API');
    const { settings, database } = await startServers(resources);
    const api = await startApi(resources, { ...settings, ...unlimited });
    const targetsOf = async (account: Account, count: number): Promise<Target[]> => {
      await seedMeetings(database, account, count);
      const { authorization } = account;
      const list = await getJson<{ data: { id: string }[] }>(
        { url: api.url, authorization },
        `/api/v1/mobile/meetings/?limit=${count}`,
      );
      return list.data.map(({ id }) => ({
        url: `${api.url}/api/v1/mobile/meetings/${id}`,
        authorization,
      }));
    };
    const together = await targetsOf(await createAccount(api.url), atOnce);
    const apart: Target[] = [];
    for (let n = 0; n < atOnce; n += 1) {
      apart.push(...(await targetsOf(await createAccount(api.url), 1)));
    }
    let changes = 0;
    const change = async ({ url, authorization }: Target) => {
      changes += 1;
      const response = await fetch(url, {
        method: 'PUT',
        headers: { authorization, 'content-type': 'application/json' },
        body: JSON.stringify({ title: `Change ${changes}` }),
      });
      if (!response.ok) throw new Error(`PUT ${url}: ${response.status} ${await response.text()}`);
      await response.arrayBuffer();
    };
    const { first, second } = await timesInTurns(
      runs,
      () => Promise.all(together.map(change)),
      () => Promise.all(apart.map(change)),
    );
    const [one, many] = [median(first), median(second)];
    say(
      `${atOnce} at once: ${one.toFixed(1)} ms in one workspace, ${many.toFixed(1)} ms in ${atOnce}`,
    );
    return [
      {
        name: `changes a second, ${atOnce} at once in one workspace, of in ${atOnce}`,
        value: many / one,
        unit: 'ratio',
        atLeast: 0.95,
      },
    ];
  },
};
