import { execFile } from 'node:child_process';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { processEnvironment } from '@memo/config';
import { AuditEvent, newId, StageRun, User } from '@memo/entities';
import { createDatabase, createTransact } from '@memo/entities/connections';
import { createAuditKeys, sealJournal } from '@memo/journal';
import {
  buildAccount,
  buildMeeting,
  createEmptyTestDatabase,
  createTestDatabase,
  type TestDatabase,
} from '@memo/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { memo, type Ended } from './memo.ts';

const main = join(import.meta.dirname, '../src/main.ts');

let empty: TestDatabase;
let database: TestDatabase;

beforeAll(async () => {
  [empty, database] = await Promise.all([createEmptyTestDatabase(), createTestDatabase()]);
});
afterAll(() => Promise.all([empty.close(), database.close()]));

/** The same as a process of its own. */
async function memoProcess(words: string[], databaseUrl: string): Promise<Ended> {
  const { PATH = '' } = processEnvironment();
  try {
    const ended = await promisify(execFile)(
      process.execPath,
      ['--import', import.meta.resolve('tsx'), main, ...words],
      { env: { PATH, DATABASE_URL: databaseUrl }, timeout: 25_000 },
    );
    return { code: 0, ...ended };
  } catch (thrown) {
    return thrown as Ended;
  }
}

it('memo migrate prepares an empty database, and finds nothing to do the next time', async () => {
  const first = await memoProcess(['migrate', '--json'], empty.url);
  expect(first.code).toBe(0);
  const { migrations } = JSON.parse(first.stdout) as { migrations: string[] };
  expect(migrations[0]).toBe('Initial1763690000000');
  expect(await memo(['migrate'], empty.url)).toMatchObject({
    code: 0,
    stdout: 'The database is up to date.\n',
  });
});

describe('memo migrate wait', () => {
  it('ends with 0 where the tables of this release are', async () => {
    expect(await memo(['migrate', 'wait'], database.url)).toMatchObject({
      code: 0,
      stdout: 'The database has the tables of this release.\n',
    });
  });

  it('ends with 1 when its time is over, and says what is missing', async () => {
    const bare = await createEmptyTestDatabase();
    const answer = await memo(['migrate', 'wait', '--seconds', '0.1'], bare.url);
    await bare.close();
    expect(answer).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(
        /^The database waits for the migration Initial\d+ and \d+ more\. It was waited for 0\.1 s\./,
      ),
    });
  });

  it.each([
    [['migrate', 'wait', '--seconds', 'soon']],
    [['migrate', 'wait', 'long']],
    [['migrate', 'weit']],
  ])('is told how it is used when it is typed wrong: %j', async (words) => {
    expect(await memo(words, database.url)).toMatchObject({ code: 2, stdout: '' });
  });
});

it('memo migrate without a database says so, and what to look at', async () => {
  expect(await memo(['migrate'], 'postgres://127.0.0.1:1/none')).toMatchObject({
    code: 1,
    stdout: '',
    stderr: expect.stringMatching(
      /^The database could not be prepared: [^\n]* DATABASE_URL[^\n]*\n$/,
    ),
  });
});

it('a setting that is wrong is named', async () => {
  const { code, stderr } = await memo(['migrate'], 'mysql://somewhere');
  expect(code).toBe(1);
  expect(stderr).toContain('DATABASE_URL');
});

it('a command that does not exist ends with 2', async () => {
  const { code, stderr } = await memoProcess(['migrant'], database.url);
  expect(code).toBe(2);
  expect(stderr).toMatch(/unknown command 'migrant'/);
});

describe('an operator', () => {
  it('makes an admin, and verifies what that left in the audit log', async () => {
    const { manager } = database.dataSource;
    const { workspaceId } = await buildAccount(manager, { email: 'ops@example.com' });
    const secret = 'the secret of an installation, long enough';
    const verify = (...options: string[]) =>
      memo(['audit', 'verify', ...options], database.url, { JWT_SECRET: secret });

    const granted = await memo(['admin', 'ops@example.com'], database.url);
    expect(granted).toMatchObject({ code: 0, stdout: 'ops@example.com is now an admin.\n' });
    expect(await manager.findOneByOrFail(User, { email: 'ops@example.com' })).toMatchObject({
      isAdmin: true,
    });

    const early = await verify();
    expect(early.code).toBe(0);
    expect(early.stdout).toMatch(
      new RegExp(`^${workspaceId} 0 0{64} ok, 1 not sealed yet, since 20\\S+Z$`, 'm'),
    );
    await manager.query(`UPDATE pending_audit_entries SET at = at - interval '6 minutes'`);
    const overdue = await verify();
    expect(overdue.code).toBe(1);
    expect(overdue.stdout).toContain('1 NOT SEALED since 20');
    expect(overdue.stdout).toContain('1 chain, 0 broken, 1 with entries that should be sealed.');

    const { dataSource } = database;
    const connected = {
      database: createDatabase(dataSource),
      transact: createTransact(dataSource),
    };
    await sealJournal({ ...connected, auditKeys: createAuditKeys([secret]) });
    const whole = await verify();
    expect(whole.code).toBe(0);
    expect(whole.stdout).toMatch(new RegExp(`^${workspaceId} 1 [0-9a-f]{8}:[0-9a-f]{64} ok$`, 'm'));
    expect(whole.stdout).toContain('1 chain, 0 broken.');

    const heads = join(await mkdtemp(join(tmpdir(), 'memo-heads-')), 'heads.txt');
    await writeFile(heads, whole.stdout);
    expect(await verify('--heads', heads)).toMatchObject({ code: 0 });
    await writeFile(heads, whole.stdout.replace(`${workspaceId} 1 `, `${workspaceId} 2 `));
    const cut = await verify('--heads', heads);
    expect(cut.code).toBe(1);
    expect(cut.stdout).toContain('BROKEN: row 2 is cut');
    expect(await verify('--heads', '/nowhere')).toMatchObject({ code: 1 });

    const unchecked = await memo(['audit', 'verify', '--json'], database.url);
    expect(unchecked.code).toBe(1);
    expect(JSON.parse(unchecked.stdout)).toMatchObject({
      ...{ broken: 0, unchecked: 1, unchecked_ends: 1, sum: expect.any(String) },
    });
    const forged = `'deadbeef:' || repeat('0', 64)`;
    await manager.query(`UPDATE audit_heads SET signature = ${forged}`);
    const ends = await verify();
    expect(ends.code).toBe(1);
    expect(ends.stdout).toMatch(/ NOT CHECKED$/m);
    expect(ends.stdout).toContain('The sum of all rows could not be checked');
    expect(ends.stdout).toContain('Of 1 chains the signed end could not be checked.');
    expect(ends.stdout).toContain('AUDIT_KEYS_BEFORE');

    await manager.update(AuditEvent, { workspaceId }, { action: 'nothing.happened' });
    const broken = await verify('--json');
    expect(broken.code).toBe(1);
    expect(JSON.parse(broken.stdout)).toMatchObject({
      broken: 1,
      overdue: 0,
      chains: [{ workspace_id: workspaceId, broken: { number: 1, reason: 'changed' } }],
    });
  });

  it('lists what failed of everybody, and has it run again', async () => {
    const { manager } = database.dataSource;
    const owner = await buildAccount(manager, { email: 'jo@example.com' });
    const error = { code: 'disk_full', message: 'Later.', detail: 'No room.', retryable: true };
    const { id } = await buildMeeting(manager, owner, {
      ...{ status: 'FAILED', error: { ...error, stage: 'prepare' } },
    });
    await manager.insert(StageRun, {
      ...{ id: newId(), meetingId: id, workspaceId: owner.workspaceId, userId: owner.userId },
      ...{ stage: 'prepare', status: 'failed', error, finishedAt: new Date() },
    });
    const listed = await memo(['failures', '--reason', 'disk_full'], database.url);
    expect(listed.stdout).toMatch(
      new RegExp(`\\n\\S+Z ${id} jo@example.com prepare disk_full: No room\\.\\n$`),
    );
    const dry = await memo(['redrive', '--reason', 'disk_full', '--dry-run'], database.url);
    expect(dry.code).toBe(0);
    expect(dry.stdout).toContain(`${id} jo@example.com prepare disk_full: No room.`);
    expect(dry.stdout).toContain('1 meeting would run again. Nothing was changed.');
    expect(await manager.findOneByOrFail(StageRun, { meetingId: id })).toMatchObject({
      status: 'failed',
    });
    expect(await memo(['redrive', '--reason', 'disk_full'], database.url)).toMatchObject({
      ...{ code: 0, stdout: '1 meeting runs again.\n' },
    });
    expect(await manager.findOneByOrFail(StageRun, { meetingId: id })).toMatchObject({
      status: 'queued',
    });
    for (const how of [[], ['--dry-run']]) {
      expect(await memo(['redrive', id, ...how], database.url)).toMatchObject({
        ...{ code: 1, stdout: expect.stringContaining(id) },
      });
    }
    expect(await memo(['redrive'], database.url)).toMatchObject({
      ...{ code: 1, stderr: 'Name meetings by their ids, or give --stage or --reason.\n' },
    });
  });

  it('takes it back', async () => {
    await buildAccount(database.dataSource.manager, { email: 'kim@example.com' });
    await memo(['admin', 'kim@example.com'], database.url);
    expect(await memo(['admin', 'kim@example.com', '--revoke'], database.url)).toMatchObject({
      code: 0,
      stdout: 'kim@example.com is now no admin.\n',
    });
  });

  it.each([
    [['admin'], "missing required argument 'email'"],
    [['admin', 'a@example.com', 'b@example.com'], 'too many arguments'],
    [['admin', '--all'], "unknown option '--all'"],
  ])('is told how a command is used when it is not: %j', async (words, why) => {
    const answer = await memo(words, database.url);
    expect(answer.code).toBe(2);
    expect(answer.stderr).toContain(why);
  });

  it('is told when there is nobody to make an admin', async () => {
    expect(await memo(['admin', 'no@example.com'], database.url)).toMatchObject({
      code: 1,
      stderr: 'Nobody has signed up as no@example.com.\n',
    });
  });

  it('is told when the database is away, and what to look at', async () => {
    expect(await memo(['audit', 'verify'], 'postgres://127.0.0.1:1/none')).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/^The database does not answer: [^\n]* DATABASE_URL[^\n]*\n$/),
    });
  });
});
