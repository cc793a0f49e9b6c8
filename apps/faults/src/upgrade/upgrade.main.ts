import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { migrate } from '@memo/entities';
import { createRandom } from '@memo/testing/random';
import getPort from 'get-port';
import pg from 'pg';
import { createClients, type Load } from '../load.ts';
import { judge } from '../oracle/judge.ts';
import { asVerdict } from '../report.ts';
import { startFleet } from '../system/fleet.ts';
import { startSystem } from '../system/start-system.ts';
import { checkOutLastRelease, lastRelease, tablesOfLastRelease } from './last-release.ts';

const usage = `Usage: npm run test:upgrade -- [--seed NUMBER] [--recordings NUMBER]

Runs the processes of release ${lastRelease.version} out of the git history, migrates their database under load, runs those of now
beside them, and ends the old ones: the workers first, then the API. Then it asks what was lost or doubled.`;

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(Math.floor(Math.random() * 1e9)) },
    recordings: { type: 'string', default: '40' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(usage);
  process.exit(0);
}
const numbers = createRandom(Number(values.seed));
const random = () => numbers.share();
const eachTime = Math.ceil(Number(values.recordings) / 4);
const oneOfEach = {
  ...{ api: 1, 'transcription-worker': 1, 'analytics-worker': 1, 'dashboard-sync-worker': 1 },
};

const old = await checkOutLastRelease();
if (old === null) {
  console.error(
    `The sources of release ${lastRelease.version} (${lastRelease.commit}) are not in this clone. Fetch the whole history: git fetch --unshallow.`,
  );
  process.exit(2);
}
console.log(`Seed ${values.seed}. Release ${lastRelease.version} is ${lastRelease.commit}.`);

/** As a client of `pg` does it: several statements in one. */
async function asOwner(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(sql).finally(() => client.end());
}

const apiUrls: string[] = [];
const loads: Load[] = [];
const said = (what: string) => console.log(`${new Date().toISOString().slice(11, 19)} ${what}`);

await using resources = new AsyncDisposableStack();
resources.defer(() => old.remove());
const system = await startSystem({
  prepare: async (url) => asOwner(url, await tablesOfLastRelease()),
  start: async (settings) =>
    startFleet({
      ...{ sizes: oneOfEach, ports: [await getPort()], root: old.root },
      // How its sources are to be read stands beside them.
      settings: {
        ...settings,
        TSX_TSCONFIG_PATH: fileURLToPath(new URL('tsconfig.json', old.root)),
      },
    }),
});
resources.defer(() => system.close());
const before = system.fleet;
apiUrls.push(...before.apiUrls());
said(`the processes of ${lastRelease.version} run on their own tables`);
const beganAtMs = performance.now();
const client = await createClients(apiUrls, random)();
loads.push(await client.upload(eachTime));

const meanwhile = client.upload(eachTime);
const migrations = await migrate({ url: system.databaseUrl, notify: said });
said(`${migrations.length} migrations ran under load`);
loads.push(await meanwhile);

const now = await startFleet({
  ...{ sizes: oneOfEach, ports: [await getPort()], settings: system.settings },
});
resources.defer(() => now.close());
apiUrls.push(...now.apiUrls());
said('the processes of now run beside them');
const beside = client.upload(eachTime);
await delay(4_000);
for (const app of ['transcription-worker', 'analytics-worker'] as const) await before.retire(app);
await before.retire('dashboard-sync-worker');
said(`the workers of ${lastRelease.version} have ended`);
loads.push(await beside);
apiUrls.shift();
const last = client.upload(eachTime);
await before.retire('api');
said(`the API of ${lastRelease.version} has ended`);
loads.push(await last);

const accepted = loads.flatMap((load) => load.accepted);
const refusals = loads.flatMap((load) => load.refusals ?? []);
const whole = {
  ...system,
  fleet: { ...now, ended: () => [...before.ended(), ...now.ended()] },
};
// Workers of 0.2.0 that had a child process at work ended at once: what they were asking may be asked again.
const judging = { beganAtMs, mayLeaveGaps: false, killed: 0 };
const verdict = await judge(whole, client, accepted, judging);
verdict.other.push(...refusals.map((refusal) => `an upload was refused: ${refusal}`));
console.log(asVerdict('upgrade', accepted.length, verdict));
const { lost, doubled, orphans, other } = verdict;
await resources.disposeAsync();
process.exit([lost, doubled, orphans, other].every((found) => found.length === 0) ? 0 : 1);
