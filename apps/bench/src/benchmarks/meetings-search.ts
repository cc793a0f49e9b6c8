import type { Benchmark } from '../benchmark.ts';
import { p95 } from '../measure/statistics.ts';
import { createAccount } from '../memo/account.ts';
import { startApi, unlimited } from '../memo/apps.ts';
import { startServers } from '../memo/servers.ts';
import { seedMeetings, seedTranscripts, settleTables } from '../reading/seed-meetings.ts';
import { getJson, timesInTurns } from '../reading/timed-get.ts';

const meetings = 100_000;
const rareWord = 'zugzwang';
const rareMeetings = 20;
const runs = 200;

/** A word that was said once in a year of meetings is found nearly as fast as today's meetings are listed. */
export const meetingsSearch: Benchmark = {
  name: 'meetings-search',
  async run({ resources, say }) {
    say(
      `starting PostgreSQL, Redis, S3 and the API, writing ${meetings} meetings with transcripts`,
    );
    const { settings, database } = await startServers(resources);
    const api = await startApi(resources, { ...settings, ...unlimited });
    const account = await createAccount(api.url);
    const reader = { url: api.url, authorization: account.authorization };
    await seedMeetings(database, account, meetings, { stageRuns: false });
    await seedTranscripts(database, account, { words: 150, rareWord, rareMeetings });
    await settleTables(database);

    const list = (query: string) =>
      getJson<{ data: unknown[]; total: number }>(
        reader,
        `/api/v1/mobile/meetings/?limit=20${query}`,
      );
    const { total } = await list(`&search=${rareWord}`);
    if (total !== rareMeetings) throw new Error(`The rare word was found ${total} times.`);
    const times = await timesInTurns(
      runs,
      () => list(''),
      () => list(`&search=${rareWord}`),
    );
    const [plain, search] = [p95(times.first), p95(times.second)];
    say(`p95 of the first page: ${plain.toFixed(2)} ms, of the search: ${search.toFixed(2)} ms`);
    return [
      {
        name: 'p95 of a search for a rare word, of the first page',
        value: search / plain,
        unit: 'ratio',
        atMost: 5,
      },
    ];
  },
};
