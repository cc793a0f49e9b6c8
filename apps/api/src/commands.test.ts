import { AuditEvent, User } from '@memo/entities';
import { sealJournal } from '@memo/journal';
import { buildAccount, createTestDatabase, type TestDatabase } from '@memo/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runMain } from '../test/run-main.ts';

let database: TestDatabase;
let env: Record<string, string>;

beforeAll(async () => {
  database = await createTestDatabase();
  env = { DATABASE_URL: database.url };
});
afterAll(() => database.close());

describe('the commands of an operator', () => {
  it('make an admin, and verify what that left in the audit log', async () => {
    const { manager } = database.dataSource;
    const { workspaceId } = await buildAccount(manager, { email: 'ops@example.com' });

    const granted = await runMain('admin/grant-admin.main.ts', { args: ['ops@example.com'], env });
    expect(granted).toMatchObject({ code: 0, stdout: 'ops@example.com is now an admin.\n' });
    expect(await manager.findOneByOrFail(User, { email: 'ops@example.com' })).toMatchObject({
      isAdmin: true,
    });

    const early = await runMain('audit/verify-audit.main.ts', { env });
    expect(early.code).toBe(0);
    expect(early.stdout).toMatch(
      new RegExp(`^${workspaceId} 0 0{64} ok, 1 not sealed yet, since 20\\S+Z$`, 'm'),
    );
    await manager.query(`UPDATE pending_audit_entries SET at = at - interval '6 minutes'`);
    const overdue = await runMain('audit/verify-audit.main.ts', { env });
    expect(overdue.code).toBe(1);
    expect(overdue.stdout).toContain('1 NOT SEALED since 20');
    expect(overdue.stdout).toContain('1 chain, 0 broken, 1 with entries that should be sealed.');

    await sealJournal(database.dataSource);
    const whole = await runMain('audit/verify-audit.main.ts', { env });
    expect(whole.code).toBe(0);
    expect(whole.stdout).toMatch(new RegExp(`^${workspaceId} 1 [0-9a-f]{64} ok$`, 'm'));
    expect(whole.stdout).toContain('1 chain, 0 broken.');

    await manager.update(AuditEvent, { workspaceId }, { action: 'nothing.happened' });
    const broken = await runMain('audit/verify-audit.main.ts', { env });
    expect(broken.code).toBe(1);
    expect(broken.stdout).toContain('BROKEN: row 1 is changed');
  });

  it.each([[[]], [['a@example.com', 'b@example.com']], [['--all']]])(
    'say how they are used when they are not: %j',
    async (args: string[]) => {
      const answer = await runMain('admin/grant-admin.main.ts', { args, env });
      expect(answer.code).toBe(1);
      expect(answer.stderr).toMatch(/^Give one e-mail address: /);
    },
  );

  it('say when there is nobody to make an admin', async () => {
    const answer = await runMain('admin/grant-admin.main.ts', { args: ['no@example.com'], env });
    expect(answer).toMatchObject({
      code: 1,
      stderr: 'Nobody has signed up as no@example.com.\n',
    });
  });
});

it('the API does not start without the log directory it was told to use', async () => {
  const answer = await runMain('main.ts', { env: { LOG_DIR: '/dev/null/logs' } });
  expect(answer.code).toBe(1);
  expect(answer.stdout).toContain('Logs cannot be written to LOG_DIR /dev/null/logs');
  expect(answer.stdout.trim().split('\n')).toHaveLength(1);
});
