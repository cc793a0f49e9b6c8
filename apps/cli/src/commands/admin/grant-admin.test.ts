import { AuditEvent, User } from '@memo/entities';
import { createDatabase, createTransact } from '@memo/entities/connections';
import { createAuditKeys, createAuditLog, sealJournal } from '@memo/journal';
import { buildAccount, createTestDatabase, type TestDatabase } from '@memo/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { grantAdmin } from './grant-admin.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

const connected = () => ({
  database: createDatabase(database.dataSource),
  transact: createTransact(database.dataSource),
});

const grant = (email: string, isAdmin: boolean) =>
  grantAdmin({ ...connected(), audit: createAuditLog(connected().database) }, { email, isAdmin });

const isAdmin = async (email: string) =>
  (await database.dataSource.manager.findOneByOrFail(User, { email })).isAdmin;

describe('making an admin', () => {
  it('gives and takes, once, and says so in the audit log', async () => {
    const { manager } = database.dataSource;
    const email = 'ops@example.com';
    const { workspaceId, userId } = await buildAccount(manager, { email });

    expect(await grant(' OPS@example.com ', true)).toBe(true);
    expect(await isAdmin(email)).toBe(true);
    expect(await grant(email, true)).toBe(false);
    expect(await grant(email, false)).toBe(true);
    expect(await isAdmin(email)).toBe(false);

    await sealJournal({ ...connected(), auditKeys: createAuditKeys(['a key of the tests']) });
    const rows = await manager.find(AuditEvent, {
      where: { workspaceId },
      order: { number: 'ASC' },
    });
    expect(rows).toEqual([
      expect.objectContaining({ action: 'user.admin_granted', subject: String(userId) }),
      expect.objectContaining({ action: 'user.admin_revoked', details: { by: 'command line' } }),
    ]);
  });

  it('says when there is nobody', async () => {
    await expect(grant('nobody@example.com', true)).rejects.toThrow(
      'Nobody has signed up as nobody@example.com.',
    );
  });
});
