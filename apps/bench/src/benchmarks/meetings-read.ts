import { randomUUID } from 'node:crypto';
import type { Benchmark } from '../benchmark.ts';
import type { Figure } from '../figure.ts';
import { createAccount } from '../memo/account.ts';
import { startApi, unlimited } from '../memo/apps.ts';
import { startServers } from '../memo/servers.ts';
import { besideBare } from '../reading/beside-bare.ts';
import { recordStatements, type StatementRecorder } from '../reading/recorded-statements.ts';
import { seedHour, seedMeetings, settleTables } from '../reading/seed-meetings.ts';
import { getJson, type Reader } from '../reading/timed-get.ts';

const meetings = 1_000;

/** Between the database and the user there is not much more than the least there could be. */
export const meetingsRead: Benchmark = {
  name: 'meetings-read',
  async run({ resources, say }) {
    say('starting PostgreSQL, Redis, S3 and the API');
    const { settings, database } = await startServers(resources);
    const secret = { JWT_SECRET: randomUUID(), ...unlimited };
    const api = await startApi(resources, { ...settings, ...secret });
    const account = await createAccount(api.url);
    await seedMeetings(database, account, meetings);
    const hour = await seedHour(database, account);
    await settleTables(database);

    const databaseUrl = settings.DATABASE_URL;
    const recorder = resources.use(await recordStatements(databaseUrl));
    const recorded = await startApi(resources, {
      ...settings,
      ...secret,
      DATABASE_URL: recorder.url,
    });
    const figures: Figure[] = [];
    for (const [name, path] of [
      ['lists of 20 a second, of bare node:http + pg', '/api/v1/mobile/meetings/?limit=20'],
      ['meetings of an hour a second, of bare node:http + pg', `/api/v1/mobile/meetings/${hour}`],
    ] as const) {
      const reader: Reader = { ...account, url: api.url };
      const statements = await statementsOf({ ...account, url: recorded.url }, path, recorder);
      say(`${path}: ${statements.length} statements, which a bare server asks, too`);
      const value = await besideBare({ resources, say, databaseUrl, reader, path, statements });
      figures.push({ name, value, unit: 'ratio', atLeast: 0.75 });
    }
    return figures;
  },
};

/** Of one GET, without what the process asks beside. */
async function statementsOf(reader: Reader, path: string, recorder: StatementRecorder) {
  // Once before, so that nothing of a first time is in it.
  await getJson(reader, path);
  recorder.take();
  await getJson(reader, path);
  const asked = recorder.take();
  return asked.filter(({ sql }) => sql.includes('workspace') || sql.includes('stage_runs'));
}
