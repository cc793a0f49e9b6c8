import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { createS3Storage } from '@memo/storage';
import { startPostgres, startRedis, waitFor, type PostgresServer } from '@memo/testing';
import { startDashboard } from '@memo/testing/dashboard';
import { createRandom } from '@memo/testing/random';
import { startS3, type TestS3 } from '@memo/testing/s3';
import pg from 'pg';
import { createClients } from '../load.ts';
import { startEngine } from '../system/engine.ts';
import { signingSecret, startSystem, type System } from '../system/start-system.ts';
import { syncBucket } from './bucket.ts';
import { documentedStatement } from './documented-statement.ts';
import { findDumping } from './dump.ts';
import { judgeRestored } from './judge-restored.ts';
import { memo } from './memo.ts';

const usage = `Usage: npm run test:restore -- [--seed NUMBER] [--recordings NUMBER] [--pg-dump FOLDER]

Takes a copy of the bucket, a dump of the database and the rest of the bucket while recordings are uploaded and deleted,
restores both on servers of their own, starts the processes there, and asks what is missing, lost or doubled. The dump is
made by pg_dump where there is one as new as the server (--pg-dump names its folder), else by copying the server's files.`;

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(Math.floor(Math.random() * 1e9)) },
    recordings: { type: 'string', default: '40' },
    'pg-dump': { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(usage);
  process.exit(0);
}
const numbers = createRandom(Number(values.seed));
const random = () => numbers.share();
const problems: string[] = [];
const said = (what: string) => console.log(`${new Date().toISOString().slice(11, 19)} ${what}`);
const expectOk = (what: string, { code, stdout, stderr }: Awaited<ReturnType<typeof memo>>) => {
  if (code !== 0) problems.push(`${what} ended with ${code}: ${stderr}${stdout}`.trim());
};

/** The dump does not know of them, and the rest of the bucket has their objects. */
const uploadsAfterDump = 5;
/** Long ago enough for what was deleted to be removed for good. */
const purged = '10 minutes';

/** Positions that clients of GET /changes know are not given again. */
const eventsMoveOn = await documentedStatement('event_heads');

const settingsOf = (database: PostgresServer, s3: TestS3, jwtSecret: string) => ({
  DATABASE_URL: `${database.url}/postgres`,
  S3_ENDPOINT: s3.endpoint,
  S3_BUCKET_NAME: s3.bucket,
  AWS_REGION: s3.region,
  AWS_ACCESS_KEY_ID: s3.credentials.accessKeyId,
  AWS_SECRET_ACCESS_KEY: s3.credentials.secretAccessKey,
  JWT_SECRET: jwtSecret,
});

console.log(`Seed ${values.seed}.`);
await using resources = new AsyncDisposableStack();
const directory = await mkdtemp(join(tmpdir(), 'memo-restore-'));
resources.defer(() => rm(directory, { recursive: true }));
const [engine, dashboard] = [
  await startEngine(300),
  await startDashboard({ secret: signingSecret }),
];
resources.defer(() => engine.gemini.close());
resources.defer(() => dashboard.close());
const elsewhere = await startS3();
resources.defer(() => elsewhere.close());
const copy = createS3Storage(elsewhere);
resources.defer(() => copy.close());
const jwtSecret = randomUUID();

/** Uploads, deletes and takes the backup; what is left is gone but for it. */
async function backUp() {
  await using own = new AsyncDisposableStack();
  const postgres = await startPostgres({ canBeCopied: true });
  own.defer(() => postgres.close());
  const system = await startSystem({ given: { postgres, engine, dashboard }, jwtSecret });
  own.defer(() => system.close());
  const client = await createClients(system.fleet.apiUrls(), random)();
  const remove = async (ids: readonly string[]) => {
    for (const id of ids) {
      await fetch(client.urlOf(`/meetings/${id}`), { method: 'DELETE', headers: client.headers });
    }
  };
  const load = client.upload(Number(values.recordings));
  await waitFor('some meetings to be done', async () => (await completed(system)).length >= 4, {
    timeoutMs: 120_000,
  });
  const [early = '', late = ''] = await completed(system);
  await remove([early]);

  const heads = await memo(settingsOf(postgres, system.s3, jwtSecret), [
    'audit',
    'verify',
    '--json',
  ]);
  await writeFile(join(directory, 'heads.json'), heads.stdout);
  const first = await syncBucket(system.storage, copy);
  said(`${first} objects copied before the dump`);

  const [server] = await system.database.query<{ major: number }[]>(
    `SELECT current_setting('server_version_num')::int / 10000 AS major`,
  );
  const dumping = await findDumping(server?.major ?? 0, values['pg-dump']);
  const beganMs = performance.now();
  const restore = await dumping.take(postgres);
  said(`the database by ${dumping.how}, in ${((performance.now() - beganMs) / 1000).toFixed(1)} s`);
  const restored = await restore();
  resources.defer(() => restored.close());

  // What the dump has and a person deletes right after it, so that its objects go before the rest is copied.
  await remove([late]);
  await system.database.query(
    `UPDATE meetings SET deleted_at = deleted_at - interval '${purged}' WHERE deleted_at IS NOT NULL`,
  );
  await waitFor('what was deleted to be removed for good', () => isPurged(system, late), {
    timeoutMs: 120_000,
    everyMs: 500,
  });
  const tooLate = await client.upload(uploadsAfterDump);
  const second = await syncBucket(system.storage, copy);
  said(`${second} objects copied after it; the servers go on for a moment, and are lost`);
  await delay(2_000);
  const accepted = [...(await load).accepted, ...tooLate.accepted];
  return { accepted, client, restored, late };
}

const completed = async ({ database }: System) => {
  const rows = await database.query<{ id: string }[]>(
    `SELECT id FROM meetings WHERE status = 'COMPLETED' AND deleted_at IS NULL ORDER BY id`,
  );
  return rows.map(({ id }) => id);
};

const isPurged = async ({ database, storage }: System, id: string) => {
  const rows = await database.query<unknown[]>('SELECT FROM meetings WHERE id = $1', [id]);
  return rows.length === 0 && (await storage.listKeys('')).every((key) => !key.includes(id));
};

const { accepted, client, restored, late } = await backUp();
const settings = settingsOf(restored, elsewhere, jwtSecret);
expectOk('migrate', await memo(settings, ['migrate']));

// By a clock that has gone on: what is younger than an hour may belong to an upload that is under way.
const verified = await memo(settings, ['storage', 'verify', '--json'], 2);
const { missing_objects: missing, unknown_objects: unknown } = JSON.parse(verified.stdout) as {
  missing_objects: number;
  unknown_objects: number;
};
said(`storage verify: ${missing} objects missing, ${unknown} of uploads after the dump`);
if (unknown === 0)
  problems.push('nothing was uploaded after the dump: it proves less than it says');
if (missing > 0) problems.push(`${missing} objects are missing: ${verified.stderr}`);
await memo(settings, ['storage', 'verify', '--delete', '--yes', settings.S3_BUCKET_NAME], 2);
expectOk('storage verify', await memo(settings, ['storage', 'verify'], 2));
const heads = join(directory, 'heads.json');
expectOk('audit verify', await memo(settings, ['audit', 'verify', '--heads', heads]));

const redis = await startRedis();
resources.defer(() => redis.close());
const restoredAtMs = performance.now();
const again = await startSystem({
  given: { postgres: restored, redis, s3: elsewhere, engine, dashboard },
  jwtSecret,
  prepare: async () => {
    const connected = new pg.Client({ connectionString: settings.DATABASE_URL });
    await connected.connect();
    await connected.query(eventsMoveOn).finally(() => connected.end());
  },
});
try {
  const verdict = await judgeRestored(again, { accepted, headers: client.headers, late });
  problems.push(...verdict.problems);
  expectOk('audit verify', await memo(settings, ['audit', 'verify', '--heads', heads]));
  expectOk('storage verify', await memo(settings, ['storage', 'verify'], 2));
  const asked = [...engine.answered.values()].flatMap(({ times }) =>
    times.filter((time) => time > restoredAtMs),
  );
  said(
    `${accepted.length} accepted, ${verdict.kept} in the dump, ${verdict.retried} of them retried; all ended ${(verdict.settledAfterMs / 1000).toFixed(1)} s after the start, with ${asked.length} questions to the engine`,
  );
} finally {
  await again.close();
}
console.log(
  [
    `${problems.length === 0 ? 'ok  ' : 'FAIL'} restore: ${problems.length} problems`,
    ...problems.map((problem) => `     - ${problem}`),
  ].join('\n'),
);
await resources.disposeAsync();
process.exit(problems.length === 0 ? 0 : 1);
