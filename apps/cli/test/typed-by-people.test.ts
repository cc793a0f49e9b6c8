import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDatabase, createTransact } from '@memo/entities/connections';
import { createAuditKeys, sealJournal } from '@memo/journal';
import { buildAccount, createTestDatabase, type TestDatabase } from '@memo/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { memo } from './memo.ts';

const secret = 'the secret of an installation, long enough';

let database: TestDatabase;
let workspaceId: string;

beforeAll(async () => {
  database = await createTestDatabase();
  const { dataSource } = database;
  ({ workspaceId } = await buildAccount(dataSource.manager, { email: 'ops@example.com' }));
  await memo(['admin', 'ops@example.com'], database.url);
  await sealJournal({
    ...{ database: createDatabase(dataSource), transact: createTransact(dataSource) },
    auditKeys: createAuditKeys([secret]),
  });
});
afterAll(() => database.close());

const verify = (...options: string[]) =>
  memo(['audit', 'verify', ...options], database.url, { JWT_SECRET: secret });

describe('the heads of the audit log', () => {
  const npm =
    '\n> memo@0.2.0 memo\n> bash apps/stack/setup.sh && exec node main.ts audit verify\n\n';

  it.each([
    ['text', []],
    ['JSON', ['--json']],
  ])('are compared as they were printed: %s', async (_, form) => {
    const { stdout } = await verify(...form);
    const heads = join(await mkdtemp(join(tmpdir(), 'memo-heads-')), 'heads');
    await writeFile(heads, npm + stdout);
    expect(await verify('--heads', heads)).toMatchObject({ code: 0 });

    const more = stdout.replace(`${workspaceId} 1 `, `${workspaceId} 2 `);
    await writeFile(heads, more.replace('"number": 1', '"number": 2'));
    const cut = await verify('--heads', heads);
    expect([cut.code, cut.stdout]).toEqual([1, expect.stringContaining('BROKEN: row 2 is cut')]);
  });

  it.each(['{"chains": []}', '{"chains": [{"workspace_id": 1}]}', '{"chains"', 'nothing'])(
    'are asked for where a file holds none: %s',
    async (content) => {
      const file = join(await mkdtemp(join(tmpdir(), 'memo-heads-')), 'heads');
      await writeFile(file, content);
      const { code, stderr } = await verify('--heads', file);
      expect([code, stderr]).toEqual([1, expect.stringContaining('holds no heads')]);
    },
  );

  it('stand under a line that says what they are', async () => {
    const [header, head] = (await verify()).stdout.split('\n');
    expect(header).toMatch(/^workspace +rows hash state$/);
    expect(head?.startsWith(workspaceId)).toBe(true);
  });
});

describe('a reason for which nothing failed', () => {
  it.each(['failures', 'redrive'])('is named by memo %s', async (command) => {
    expect(
      await memo([command, '--reason', 'nope', '--stage', 'sync'], database.url),
    ).toMatchObject({
      code: 0,
      stdout: 'Nothing has failed in the stage sync for the reason nope.\n',
    });
  });
});

describe('a number', () => {
  it.each(['failures', 'redrive'])('stands plainly in the help of memo %s', async (command) => {
    const { stdout } = await memo([command, '--help'], database.url);
    expect(stdout).toMatch(/--limit <count>[^]*\(default: 100\)/);
    expect(stdout).not.toMatch(/default: "/);
  });

  it.each(['0', '501', 'many', '1.5'])('of failures must be one of 1 to 500: %s', async (typed) => {
    const { code, stderr } = await memo(['failures', '--limit', typed], database.url);
    expect([code, stderr]).toEqual([2, expect.stringContaining('a whole number from 1 to 500')]);
  });
});
