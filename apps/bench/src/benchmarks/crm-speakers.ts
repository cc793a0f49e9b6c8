import pg from 'pg';
import type { Benchmark } from '../benchmark.ts';
import { median } from '../measure/statistics.ts';
import { createAccount } from '../memo/account.ts';
import { startApi, unlimited } from '../memo/apps.ts';
import { startServers } from '../memo/servers.ts';
import { seedMeetings, seedSpeakers, settleTables } from '../reading/seed-meetings.ts';
import { getJson, timesInTurns } from '../reading/timed-get.ts';

const meetings = 5_000;
const runs = 50;

const aggregate = `
  SELECT coalesce(s.name, s.label) AS speaker_name, s.profile_id, count(DISTINCT s.meeting_id)::int AS meeting_count
  FROM meeting_speakers s JOIN meetings m ON m.id = s.meeting_id
  WHERE s.workspace_id = $1 AND m.deleted_at IS NULL
  GROUP BY 1, 2 ORDER BY 3 DESC, 1`;

/** The list of speakers costs little more than counting them. */
export const crmSpeakers: Benchmark = {
  name: 'crm-speakers',
  async run({ resources, say }) {
    say(`starting PostgreSQL, Redis, S3 and the API, writing ${meetings} meetings with speakers`);
    const { settings, database } = await startServers(resources);
    const api = await startApi(resources, { ...settings, ...unlimited });
    const account = await createAccount(api.url);
    const reader = { url: api.url, authorization: account.authorization };
    await seedMeetings(database, account, meetings, { stageRuns: false });
    await seedSpeakers(database, account);
    await settleTables(database);

    const client = new pg.Client({ connectionString: settings.DATABASE_URL });
    await client.connect();
    resources.defer(() => client.end());
    const times = await timesInTurns(
      runs,
      () => client.query(aggregate, [account.workspaceId]),
      () => getJson(reader, '/api/v1/crm/speakers'),
    );
    const [bare, full] = [median(times.first), median(times.second)];
    say(`bare pg: ${bare.toFixed(1)} ms, GET /crm/speakers: ${full.toFixed(1)} ms`);
    return [
      {
        name: 'the speakers of 5,000 meetings, of bare pg',
        value: full / bare,
        unit: 'ratio',
        atMost: 2,
      },
    ];
  },
};
