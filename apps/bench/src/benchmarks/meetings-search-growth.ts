import { randomUUID } from 'node:crypto';
import type { Benchmark } from '../benchmark.ts';
import { p95 } from '../measure/statistics.ts';
import { createAccount } from '../memo/account.ts';
import { startApi, unlimited } from '../memo/apps.ts';
import { startServers } from '../memo/servers.ts';
import { seedMeetings, settleTables } from '../reading/seed-meetings.ts';
import { seedSearch } from '../reading/seed-search.ts';
import { getJson, timesInTurns } from '../reading/timed-get.ts';

const few = 1_000;
const many = 1_000_000;
/** Workspaces of `few` meetings beside the large one. */
const neighbours = 100;
const runs = 200;

/** Said in every fiftieth meeting. */
const word = 'zugzwang';
/** Common in titles, in other workspaces as well. */
const part = 'number 77';

type Find = (search: string) => Promise<number>;

/** What other workspaces hold costs a search nothing, and a workspace that grows a thousandfold not much. */
export const meetingsSearchGrowth: Benchmark = {
  name: 'meetings-search-growth',
  async run({ resources, say }) {
    /** A system with a workspace of each size, which are asked for; and with others. */
    async function system(sizes: readonly number[], others: number): Promise<Find[]> {
      const { settings, database } = await startServers(resources);
      const { url } = await startApi(resources, { ...settings, ...unlimited });
      // Search and foreign keys would take hours.
      await database.query('SET session_replication_role = replica');
      const finds: Find[] = [];
      for (const size of sizes) {
        const account = await createAccount(url);
        await seedMeetings(database, account, size, { stageRuns: false });
        finds.push(async (search) => {
          const path = `/api/v1/mobile/meetings/?limit=20&search=${encodeURIComponent(search)}`;
          return (await getJson<{ total: number }>({ url, ...account }, path)).total;
        });
      }
      for (let n = 0; n < others; n += 1) {
        const owner = { workspaceId: randomUUID(), userId: 1 };
        await seedMeetings(database, owner, few, { stageRuns: false });
      }
      await seedSearch(database, word);
      await settleTables(database);
      return finds;
    }

    say(`writing ${few} meetings, and ${few} beside ${many + neighbours * few} of others`);
    const [alone = none] = await system([few], 0);
    const [beside = none, large = none] = await system([few, many], neighbours);
    const totals = [await alone(word), await beside(word), await large(word)];
    if (totals.join() !== [few / 50, few / 50, many / 50].join()) {
      throw new Error(`The word was found ${totals.join()} times.`);
    }
    const ratioOf = async (what: string, search: string, one: Find, other: Find) => {
      const times = await timesInTurns(
        runs,
        () => one(search),
        () => other(search),
      );
      const [first, second] = [p95(times.first), p95(times.second)];
      say(`p95 of "${search}", ${what}: ${first.toFixed(2)} ms and ${second.toFixed(2)} ms`);
      return second / first;
    };
    const besideRatios = [
      await ratioOf('alone and beside others', word, alone, beside),
      await ratioOf('alone and beside others', part, alone, beside),
    ];
    return [
      {
        name: 'search of a workspace of 1,000 beside 1.1M of others ÷ alone',
        value: Math.max(...besideRatios),
        unit: 'ratio',
        atMost: 1.2,
      },
      {
        name: 'p95 search, a word in every fiftieth meeting, 1M ÷ 1,000',
        value: await ratioOf(`of ${few} and of ${many}`, word, alone, large),
        unit: 'ratio',
        atMost: 10,
      },
    ];
  },
};

const none: Find = () => Promise.reject(new Error('There is no such workspace.'));
