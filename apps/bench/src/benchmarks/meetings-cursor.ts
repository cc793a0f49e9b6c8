import type { Benchmark } from '../benchmark.ts';
import { p95 } from '../measure/statistics.ts';
import { createAccount } from '../memo/account.ts';
import { startApi, unlimited } from '../memo/apps.ts';
import { startServers } from '../memo/servers.ts';
import { seedMeetings, seedTeam, settleTables } from '../reading/seed-meetings.ts';
import { getJson, timesInTurns } from '../reading/timed-get.ts';

const meetings = 1_000_000;
const fewMeetings = 1_000;
/** Beside as many of their own as those with few have. */
const ofTeam = { members: 500, meetings: 100_000 };
const pageSize = 20;
const deepPage = 20_000;
const bigPage = 1_000;
const runs = 300;

interface Page {
  data: { id: string }[];
  next_cursor: string | null;
}

/** However many meetings there are, the first page comes about as fast; and however far back one reads, the next one. */
export const meetingsCursor: Benchmark = {
  name: 'meetings-cursor',
  async run({ resources, say }) {
    say(`starting PostgreSQL, Redis, S3 and the API, writing ${meetings} meetings`);
    const { settings, database } = await startServers(resources);
    const api = await startApi(resources, { ...settings, ...unlimited });
    const account = await createAccount(api.url);
    const reader = { url: api.url, authorization: account.authorization };
    // Neither the search index nor foreign keys matter here, and they would take minutes.
    await database.query(`SET session_replication_role = replica`);
    await seedMeetings(database, account, meetings, { stageRuns: false });
    const few = await createAccount(api.url);
    await seedMeetings(database, few, fewMeetings, { stageRuns: false });
    const member = await createAccount(api.url);
    await seedMeetings(database, member, fewMeetings, { stageRuns: false });
    await seedTeam(database, member, ofTeam);
    await settleTables(database);

    const list = (cursor: string, limit: number) =>
      getJson<Page>(reader, `/api/v1/mobile/meetings/?limit=${limit}&cursor=${cursor}`);
    const page = ({ authorization }: { authorization: string }) =>
      getJson({ url: api.url, authorization }, `/api/v1/mobile/meetings/?limit=${pageSize}&page=1`);
    const grown = await timesInTurns(
      runs,
      () => page(few),
      () => page(account),
    );
    const [ofFew, ofMany] = [p95(grown.first), p95(grown.second)];
    say(
      `p95 of page 1 of ${fewMeetings}: ${ofFew.toFixed(2)} ms, of ${meetings}: ${ofMany.toFixed(2)} ms`,
    );
    const inTeam = await timesInTurns(
      runs,
      () => page(few),
      () => page(member),
    );
    const [alone, besideOthers] = [p95(inTeam.first), p95(inTeam.second)];
    say(
      `p95 of page 1 of ${fewMeetings}: ${alone.toFixed(2)} ms, beside ${ofTeam.meetings} of ${ofTeam.members} members: ${besideOthers.toFixed(2)} ms`,
    );
    say(`reading to page ${deepPage}`);
    let cursor = '';
    for (let row = 0; row < (deepPage - 1) * pageSize; row += bigPage) {
      const limit = Math.min(bigPage, (deepPage - 1) * pageSize - row);
      cursor = (await list(cursor, limit)).next_cursor ?? '';
    }
    const times = await timesInTurns(
      runs,
      () => list('', pageSize),
      () => list(cursor, pageSize),
    );
    const [first, deep] = [p95(times.first), p95(times.second)];
    say(`p95 of page 1: ${first.toFixed(2)} ms, of page ${deepPage}: ${deep.toFixed(2)} ms`);
    return [
      { name: 'p95 of page 1 of 1M, of 1,000', value: ofMany / ofFew, unit: 'ratio', atMost: 3 },
      {
        name: 'p95 of page 1 beside 100,000 of 500 members, of 1,000 alone',
        value: besideOthers / alone,
        unit: 'ratio',
        atMost: 3,
      },
      {
        name: `p95 of page ${deepPage} of 1M, of page 1`,
        value: deep / first,
        unit: 'ratio',
        atMost: 1.3,
      },
    ];
  },
};
