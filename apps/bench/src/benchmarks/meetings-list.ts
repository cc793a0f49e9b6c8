import { randomUUID } from 'node:crypto';
import type { Benchmark } from '../benchmark.ts';
import { median } from '../measure/statistics.ts';
import { createAccount } from '../memo/account.ts';
import { startApi, unlimited } from '../memo/apps.ts';
import { startServers } from '../memo/servers.ts';
import { plainEnvironment, startProcess } from '@memo/testing/processes';
import type { BareReader } from '../reading/bare-reader.main.ts';
import { recordStatements, type Statement } from '../reading/recorded-statements.ts';
import { requestsPerSecond } from '../reading/requests-per-second.ts';
import { seedMeetings, settleTables } from '../reading/seed-meetings.ts';
import { getJson, type Reader } from '../reading/timed-get.ts';

const meetings = 1_000;
const path = '/api/v1/mobile/meetings/?limit=20';
const rounds = 3;
const seconds = 5;

/** Between the database and the user there is not much more than the least there could be. */
export const meetingsList: Benchmark = {
  name: 'meetings-list',
  async run({ resources, say }) {
    say('starting PostgreSQL, Redis, S3 and the API');
    const { settings, database } = await startServers(resources);
    const secret = { JWT_SECRET: randomUUID(), ...unlimited };
    const api = await startApi(resources, { ...settings, ...secret });
    const account = await createAccount(api.url);
    await seedMeetings(database, account, meetings);
    await settleTables(database);

    const recorder = resources.use(await recordStatements(settings.DATABASE_URL));
    const recorded = await startApi(resources, {
      ...settings,
      ...secret,
      DATABASE_URL: recorder.url,
    });
    const statements = await statementsOf({ ...account, url: recorded.url }, () => recorder.take());
    say(`one list asks the database ${statements.length} times; a bare server asks the same`);
    const input: BareReader = { databaseUrl: settings.DATABASE_URL, statements };
    const bare = resources.use(
      startProcess({
        main: new URL('../reading/bare-reader.main.ts', import.meta.url),
        args: [JSON.stringify(input)],
        environment: plainEnvironment(),
      }),
    );
    const port = await bare.said(({ port }) => (typeof port === 'number' ? port : undefined));

    const ofApi: number[] = [];
    const ofBare: number[] = [];
    // In turns, so that whatever else the machine does falls on both. The first round warms up.
    for (let round = 0; round <= rounds; round += 1) {
      const plain = await requestsPerSecond(`http://127.0.0.1:${port}/`, {}, seconds);
      const full = await requestsPerSecond(
        `${api.url}${path}`,
        { authorization: account.authorization },
        seconds,
      );
      if (round === 0) continue;
      ofBare.push(plain);
      ofApi.push(full);
      say(`round ${round} of ${rounds}: bare ${plain.toFixed(0)}/s, API ${full.toFixed(0)}/s`);
    }
    const value = median(ofApi) / median(ofBare);
    return [{ name: 'lists a second, of bare node:http + pg', value, unit: 'ratio', atLeast: 0.5 }];
  },
};

async function statementsOf(reader: Reader, take: () => Statement[]): Promise<Statement[]> {
  // Once before, so that nothing of a first time is in it.
  await getJson(reader, path);
  take();
  await getJson(reader, path);
  const asked = take();
  return asked.filter(({ sql }) => sql.includes('workspace') || sql.includes('stage_runs'));
}
