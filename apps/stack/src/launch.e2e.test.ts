import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { processEnvironment } from '@memo/config';
import { createDataSource } from '@memo/entities/connections';
import { createEmptyTestDatabase, waitFor } from '@memo/testing';
import getPort from 'get-port';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { connect } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { App } from './apps.ts';
import { launchStack, type LaunchOptions, type Stack } from './launch.ts';
import { commandLine } from './processes/process-table.ts';
import { readRun } from './processes/run-file.ts';
import type { Secrets } from './secrets.ts';

const api = `
  import { createServer } from 'node:http';
  createServer((request, response) => response.end()).listen(Number(process.env.PORT));
  process.once('SIGTERM', () => { console.log('drained'); process.exit(0); });`;

const rightsOfApps = `
  SELECT rolsuper AS superuser,
    EXISTS (SELECT 1 FROM pg_database WHERE datname = current_database() AND datdba = r.oid) AS database,
    (SELECT count(*)::int FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = 'public' AND relowner <> r.oid) AS others
  FROM pg_roles r WHERE rolname = current_user`;

/** Whoever reaches a port without the credentials of the data directory gets nothing. */
async function expectClosedToStrangers(stack: Stack): Promise<void> {
  const { REDIS_URL = '', S3_ENDPOINT = '' } = stack.settings;
  const { password, port } = new URL(REDIS_URL);
  const stranger = connect(Number(port), '127.0.0.1', () => stranger.write('KEYS *\r\nQUIT\r\n'));
  expect(await text(stranger)).toMatch(/^-NOAUTH/);
  // Every user of the machine may read the arguments of a process.
  const commandLineOfRedis = await commandLine(stack.pidOf('Redis server') ?? 0);
  expect(commandLineOfRedis).toContain('redis-server');
  expect(commandLineOfRedis).not.toContain(password);
  for (const path of ['', 'memo', 'memo/a.txt']) {
    expect((await fetch(`${S3_ENDPOINT}/${path}`)).status).toBe(403);
  }
}

describe('the stack', () => {
  let directory: string;
  let stack: Stack | null = null;
  const dataDir = () => join(directory, 'data');

  /** The real servers, and a stand-in for an app. */
  async function launch(script = api, options: Partial<LaunchOptions> = {}): Promise<Stack> {
    const main = join(directory, 'api.mjs');
    await writeFile(main, script);
    const apps: App[] = [{ name: 'api', main }];
    stack = await launchStack({
      environment: { PATH: processEnvironment().PATH },
      dataDir: dataDir(),
      apiPort: await getPort(),
      notify: () => undefined,
      signal: new AbortController().signal,
      apps,
      ...options,
    });
    return stack;
  }

  async function query(sql: string, url = stack?.settings.DATABASE_URL ?? ''): Promise<unknown> {
    const dataSource = await createDataSource({ url, poolSize: 1 }).initialize();
    try {
      return await dataSource.query(sql);
    } finally {
      await dataSource.destroy();
    }
  }

  /** Brings the data directory to where that release left one: one role for everything, and fewer secrets. */
  async function asOfRelease020({ settings }: Stack): Promise<Partial<Secrets>> {
    const path = join(dataDir(), 'secrets.json');
    const { postgresPassword, stackId, jwtSecret, bullBoardPassword } = JSON.parse(
      await readFile(path, 'utf8'),
    ) as Secrets;
    const kept = { postgresPassword, stackId, jwtSecret, bullBoardPassword };
    await writeFile(path, JSON.stringify(kept));
    const asSuperuser = new URL(settings.DATABASE_URL ?? '');
    asSuperuser.username = 'memo';
    asSuperuser.password = postgresPassword;
    await query(
      'REASSIGN OWNED BY memo_app TO memo; DROP OWNED BY memo_app; DROP ROLE memo_app',
      asSuperuser.href,
    );
    return kept;
  }

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'memo-launch-'));
    // Started by root, PostgreSQL runs as another user, who must be able to enter.
    await chmod(directory, 0o755);
  });
  afterEach(async () => {
    await stack?.stop();
    stack = null;
  });
  afterAll(() => rm(directory, { recursive: true }));

  it('keeps data, passwords and a word of its servers, and lets the apps drain', async () => {
    const telling = `console.log(process.env.NODE_ENV, process.env.SOMEBODYS_TOKEN);${api}`;
    const first = await launch(telling);
    const left = join(dataDir(), 'stack.env');
    expect(await readFile(left, 'utf8')).toContain(`DATABASE_URL="${first.settings.DATABASE_URL}"`);
    expect((await stat(left)).mode & 0o777).toBe(0o600);
    await query(`INSERT INTO users (email, name) VALUES ('jo@example.com', 'Jo')`);
    const keptSecrets = await asOfRelease020(first);
    await first.stop();
    // For the commands of an operator, while it runs.
    expect(existsSync(left)).toBe(false);

    const environment = {
      PATH: processEnvironment().PATH,
      NODE_ENV: 'production',
      SOMEBODYS_TOKEN: 'no business of an app',
    };
    const second = await launch(telling, { environment });
    expect(await query('SELECT email FROM users')).toEqual([{ email: 'jo@example.com' }]);
    // The apps own what is theirs, and nothing beside it.
    expect(await query(rightsOfApps)).toEqual([{ superuser: false, database: true, others: 0 }]);
    expect(JSON.parse(await readFile(join(dataDir(), 'secrets.json'), 'utf8'))).toMatchObject({
      ...keptSecrets,
      redisPassword: expect.stringMatching(/^\w{48}$/),
      s3SecretAccessKey: expect.stringMatching(/^[\w-]{40}$/),
    });
    await expectClosedToStrangers(second);
    expect(second.settings.JWT_SECRET).toBe(first.settings.JWT_SECRET);
    expect(second.bullBoard).toEqual(first.bullBoard);
    await second.stop();
    // Development, unless told otherwise.
    const log = await readFile(join(second.logDir, 'api.log'), 'utf8');
    expect(log).toContain('development undefined\ndrained\nproduction undefined\ndrained\n');
  });

  it('migrates as the owner of the tables where there is one, and its apps are another role', async () => {
    const owner = await createEmptyTestDatabase();
    const role = `memo_launch_${process.pid}`;
    await owner.dataSource.query(`CREATE ROLE ${role} LOGIN`);
    const asRole = new URL(owner.url);
    asRole.username = role;
    try {
      const telling = `console.log('owner', process.env.DATABASE_OWNER_URL);${api}`;
      const { logDir } = await launch(telling, {
        environment: {
          PATH: processEnvironment().PATH,
          DATABASE_URL: asRole.href,
          DATABASE_OWNER_URL: owner.url,
        },
      });
      await expect(query('DELETE FROM audit_events', asRole.href)).rejects.toThrow(
        'permission denied',
      );
      expect(await query('SELECT email FROM users', asRole.href)).toEqual([]);
      expect(await readFile(join(logDir, 'api.log'), 'utf8')).toContain('owner undefined\n');
    } finally {
      await stack?.stop();
      stack = null;
      await owner.dataSource.query(`DROP OWNED BY ${role}; DROP ROLE ${role}`);
      await owner.close();
    }
  });

  it.each([
    [{ REDIS_URL: 'redis://127.0.0.1:1' }, /No Redis answers at 127\.0\.0\.1:1.*REDIS_URL/],
    [
      { S3_ENDPOINT: 'http://127.0.0.1:1', S3_BUCKET_NAME: 'memo' },
      /No file storage answers at http:\/\/127\.0\.0\.1:1.*S3_ENDPOINT/,
    ],
  ])('says within seconds that %j is wrong', async (wrong, sentence) => {
    const startedMs = performance.now();
    const environment = { PATH: processEnvironment().PATH, ...wrong };
    await expect(launch(api, { environment })).rejects.toThrow(sentence);
    expect(performance.now() - startedMs).toBeLessThan(10_000);
  });

  it('says what is wrong with a database that cannot be prepared', async () => {
    const environment = {
      PATH: processEnvironment().PATH,
      DATABASE_URL: 'postgres://127.0.0.1:1/memo',
    };
    await expect(launch(api, { environment })).rejects.toMatchObject({
      kind: 'unavailable',
      message: expect.stringMatching(/could not be prepared: .*ECONNREFUSED.*Check DATABASE_URL/),
    });
  });

  it('runs once on a data directory and any number of times on several', async () => {
    const first = await launch();
    await expect(launch()).rejects.toThrow('Memo is already running on');
    const second = await launch(api, { dataDir: join(directory, 'other') });
    await first.stop();
    expect((await fetch(second.apiUrl)).ok).toBe(true);
  });

  it('ends a start that fails with the last words of the part that failed', async () => {
    const failing = launch(`console.error('no such setting'); process.exit(4);`);
    await expect(failing).rejects.toThrow(/The API stopped \(exit 4\)[^]*no such setting/);
    // Nothing holds the directory: all that had been started is stopped.
    expect(existsSync(join(dataDir(), 'run.json'))).toBe(false);
    await launch();
  });

  it('can be interrupted while it starts, and started again at once', async () => {
    const interrupt = new AbortController();
    const starting = launch(`setInterval(() => {}, 1000);`, { signal: interrupt.signal });
    await waitFor('a process to be started', () => {
      const run = readRun(join(dataDir(), 'run.json'));
      return run !== null && run.processes.length > 0;
    });
    interrupt.abort(new Error('interrupted'));
    await expect(starting).rejects.toThrow('interrupted');
    expect(existsSync(join(dataDir(), 'run.json'))).toBe(false);
    const { apiUrl } = await launch();
    expect((await fetch(apiUrl)).ok).toBe(true);
  });

  it('removes at the next start what a killed app left in its temporary directory', async () => {
    const leaving = `
      import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
      import { tmpdir } from 'node:os';
      console.log('found', readdirSync(tmpdir()).filter((name) => name.startsWith('left-')).length);
      writeFileSync(mkdtempSync(tmpdir() + '/left-') + '/recording', 'of a person');${api}`;
    const first = await launch(leaving);
    expect(await readdir(join(dataDir(), 'tmp'))).toContainEqual(expect.stringMatching(/^left-/));
    await first.kill();
    const second = await launch(leaving);
    expect(await readFile(join(second.logDir, 'api.log'), 'utf8')).toMatch(/(found 0\n){2}$/);
  });
});
