import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { loadApiConfig, loadMigrationTarget } from '@memo/config';
import { createEmptyTestDatabase } from '@memo/testing';
import { migrate } from '@memo/entities';
import { memo } from '../../../test/memo.ts';
import { rolesSql } from './files-of.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'memo-secrets-'));
});
afterEach(() => rm(directory, { recursive: true }));

const make = () => memo(['secrets', directory], 'postgres://nobody@127.0.0.1:1/none');
const read = (path: string) => readFile(join(directory, path), 'utf8');
const settingsOf = async (folder: string) => parseEnv(await read(`${folder}/settings.env`));

/** Every file below the directory with what it says. */
async function everything(): Promise<Record<string, string>> {
  const names = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = names.filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(
    await Promise.all(paths.map(async (path) => [path, await readFile(path, 'utf8')] as const)),
  );
}

describe('memo secrets', () => {
  it('makes what an installation needs, other ones for every installation', async () => {
    expect(await make()).toMatchObject({ code: 0, stderr: '' });
    const api = { ...(await settingsOf('api')), S3_BUCKET_NAME: 'memo' };
    expect(() => loadApiConfig(api)).not.toThrow();
    const { url, appRole } = loadMigrationTarget(await settingsOf('migrate'));
    expect([new URL(url).username, appRole]).toEqual(['memo_owner', 'memo']);

    const first = await everything();
    await rm(join(directory, 'kept/secrets.json'));
    await make();
    const second = await everything();
    expect(Object.keys(second)).toEqual(Object.keys(first));
    const same = Object.keys(first).filter((path) => first[path] === second[path]);
    expect(same).toEqual([]);
  });

  it('changes nothing when it is run again, and adds what a later release wants', async () => {
    await make();
    const first = await everything();
    await make();
    expect(await everything()).toEqual(first);

    const kept = JSON.parse(await read('kept/secrets.json')) as Record<string, string>;
    delete kept.auditKey;
    await writeFile(join(directory, 'kept/secrets.json'), JSON.stringify(kept));
    await make();
    const after = JSON.parse(await read('kept/secrets.json')) as Record<string, string>;
    expect(after).toMatchObject(kept);
    expect(after.auditKey).toMatch(/^[0-9a-f]{64}$/);
  });

  it('gives each reader its own file, for its eyes only, and no secret of another', async () => {
    await make();
    const paths = Object.keys(await everything());
    const modes = await Promise.all(paths.map(async (path) => (await stat(path)).mode & 0o777));
    expect(modes.filter((mode) => (mode & 0o077) !== 0)).toEqual([]);
    const { jwtSecret = '', postgresPassword = '' } = JSON.parse(
      await read('kept/secrets.json'),
    ) as Record<string, string>;
    const knowing = async (secret: string) =>
      Object.entries(await everything())
        .filter(([, text]) => text.includes(secret))
        .map(([path]) => path.slice(directory.length + 1))
        .sort();
    expect(await knowing(jwtSecret)).toEqual([
      'api/settings.env',
      'kept/secrets.json',
      'memo/settings.env',
    ]);
    expect(await knowing(postgresPassword)).toEqual(['kept/secrets.json', 'postgres/password']);
  });

  it('says what to do where what is kept cannot be read, and makes no new ones', async () => {
    await make();
    await writeFile(join(directory, 'kept/secrets.json'), '{');
    expect(await make()).toMatchObject({ code: 1, stderr: expect.stringContaining('backup') });
    expect(await read('kept/secrets.json')).toBe('{');
  });
});

it('the roles that PostgreSQL begins with migrate and work, and nobody else gets in', async () => {
  const server = await createEmptyTestDatabase();
  const roles = {
    name: `made_${process.pid}`,
    owner: `owner_${process.pid}`,
    app: `app_${process.pid}`,
  };
  const run = (sql: string) => server.dataSource.query(sql);
  const statements = rolesSql(roles, { ownerPassword: 'a', appPassword: 'b' }).split(';\n');
  try {
    for (const sql of statements.filter((text) => text !== '')) await run(sql);
    const url = new URL(server.url);
    url.pathname = roles.name;
    url.username = roles.owner;
    url.password = 'a';
    const appUrl = new URL(url);
    appUrl.username = roles.app;
    appUrl.password = 'b';
    await migrate({ url: url.href, appRole: roles.app, appUrl: appUrl.href });
    const limits = await server.dataSource.query<object[]>(
      `SELECT rolname AS role, setconfig AS settings FROM pg_db_role_setting
       JOIN pg_roles ON pg_roles.oid = setrole WHERE rolname IN ($1, $2) ORDER BY rolname`,
      [roles.app, roles.owner],
    );
    expect(limits).toEqual(
      [roles.app, roles.owner].map((role) => ({ role, settings: ['statement_timeout=30s'] })),
    );
    const [may] = await server.dataSource.query<object[]>(
      `SELECT has_database_privilege($1, $2, 'CONNECT') AS app, EXISTS (
         SELECT FROM pg_database, aclexplode(datacl) WHERE datname = $2 AND grantee = 0
       ) AS everybody`,
      [roles.app, roles.name],
    );
    expect(may).toEqual({ app: true, everybody: false });
  } finally {
    await run(`DROP DATABASE IF EXISTS ${roles.name} WITH (FORCE)`);
    await run(`DROP ROLE IF EXISTS ${roles.owner}`);
    await run(`DROP ROLE IF EXISTS ${roles.app}`);
    await server.close();
  }
});
