import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  AccountDeletion,
  Meeting,
  newId,
  User,
  Workspace,
  WorkspaceMember,
  type Database,
} from '@memo/entities';
import { createDatabase, createTransact } from '@memo/entities/connections';
import { createAuditLog } from '@memo/journal';
import { createMeetingKeys } from '@memo/storage';
import { buildMeeting } from '@memo/testing';
import { purgeAccounts } from '../src/features/account/purge/purge.ts';
import { purgeDeleted } from '../src/features/meetings/purge-deleted.ts';
import { startApi, type ApiFixture } from './api-fixture.ts';
import { auditRows } from './audit-rows.ts';
import { completeMeeting } from './contract/complete-meeting.ts';
import { killedAfter } from './killed-database.ts';
import { password, type Person } from './person.ts';

const auth = '/api/v1/mobile/auth';
const keys = createMeetingKeys('meetings/audio/');
/** In all that is the person's: none of it may be found afterwards. */
const canary = 'quokka';

let fixture: ApiFixture;

beforeAll(async () => {
  fixture = await startApi();
});
afterAll(() => fixture.close());

interface Owner {
  person: Person;
  email: string;
  meetingId: string;
}

const send = (person: Person, method: 'post' | 'patch', path: string, body: object) =>
  fixture.api[method](path).set('authorization', person.authorization).send(body);

let owners = 0;

/** Somebody with a canary in everything: the profile, a meeting with all its rows and objects, a template, a profile. */
async function owner(): Promise<Owner> {
  owners += 1;
  const person = await fixture.person();
  const { manager } = fixture.dataSource;
  const email = `${canary}${owners}@example.com`;
  const { userId } = person.scope;
  await manager.update(User, { id: userId }, { email });
  await manager.query('UPDATE identities SET subject = $2 WHERE user_id = $1', [userId, email]);
  await send(person, 'patch', `${auth}/profile`, { name: `A ${canary}`, phone: '555 7007' });
  await manager.query('UPDATE workspaces SET name = $2 WHERE id = $1', [
    person.scope.workspaceId,
    `Of a ${canary}`,
  ]);
  const profile = { first_name: 'A', last_name: canary, email };
  const made = await send(person, 'post', '/api/v1/crm/speaker-profiles', profile).expect(201);
  await send(person, 'post', '/api/v1/mobile/templates', { title: `On ${canary}s` })
    .set('Idempotency-Key', canary)
    .expect(201);
  const meeting = await buildMeeting(manager, person.scope, { title: `The ${canary} plan` });
  await completeMeeting(manager, person.scope, meeting.id, (made.body as { id: string }).id);
  await manager.query(`UPDATE meetings SET summary = $2, participants = $3 WHERE id = $1`, [
    meeting.id,
    `All about the ${canary}.`,
    JSON.stringify([canary]),
  ]);
  await fixture.writeObject(keys.recording(meeting.id, 0, 'wav'), canary);
  await fixture.writeObject(keys.recognized(meeting.id, 1, 0), canary);
  return { person, email, meetingId: meeting.id };
}

async function deleted({ person, email }: Owner): Promise<void> {
  const { authorization } = person;
  await fixture.api
    .delete(`${auth}/account`)
    .set({ authorization })
    .send({ email, password })
    .expect(200);
  await fixture.dataSource.query(
    `UPDATE account_deletions SET purge_after = now() - interval '1 second' WHERE user_id = $1`,
    [person.user.id],
  );
}

const deps = (database: Database = createDatabase(fixture.dataSource)) => ({
  database,
  transact: createTransact(fixture.dataSource),
  audit: createAuditLog(database),
});

/** What the sweeper does of it, with the time that stages get to notice over. */
async function purgeMeetings(): Promise<void> {
  await fixture.dataSource.query(
    `UPDATE meetings SET deleted_at = deleted_at - interval '10 minutes' WHERE deleted_at IS NOT NULL`,
  );
  const { dataSource, storage } = fixture;
  await purgeDeleted({ database: createDatabase(dataSource), storage, keys });
}

async function purged(): Promise<void> {
  await purgeAccounts(deps());
  await purgeMeetings();
  await purgeAccounts(deps());
}

/** Where any row of any table has the text, in whatever column. */
async function rowsWith(text: string): Promise<string[]> {
  const tables: { name: string }[] = await fixture.dataSource.query(
    `SELECT table_name AS name FROM information_schema.tables
     WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`,
  );
  const found: string[] = [];
  for (const { name } of tables) {
    const rows: object[] = await fixture.dataSource.query(
      `SELECT 1 FROM "${name}" AS t WHERE t::text ILIKE '%' || $1 || '%'`,
      [text],
    );
    if (rows.length > 0) found.push(name);
  }
  return found;
}

const objectsOf = async ({ meetingId }: Owner) =>
  (await fixture.objectKeys()).filter((key) => key.includes(meetingId));

describe('the purge of a deleted account', () => {
  it('leaves nothing of the person in any table or in the bucket, but numbers in the audit log', async () => {
    const one = await owner();
    const { userId, workspaceId } = one.person.scope;
    expect((await rowsWith(canary)).length).toBeGreaterThan(8);
    expect(await objectsOf(one)).toHaveLength(2);
    await deleted(one);
    await purged();
    expect(await rowsWith(canary)).toEqual([]);
    expect(await rowsWith('555 7007')).toEqual([]);
    expect(await objectsOf(one)).toEqual([]);
    const rows = await auditRows(fixture.dataSource, { workspaceId });
    expect(rows.at(-1)).toMatchObject({
      ...{ actor: 'system:sweeper', action: 'account.purged', subject: String(userId) },
      details: { workspaces: 1, meetings: 1, templates: 1, speaker_profiles: 1, identities: 1 },
    });
    expect(await fixture.dataSource.manager.countBy(User, { id: userId })).toBe(1);
  });

  it('touches nobody who may still come back, and no account that was not deleted', async () => {
    const [waiting, other] = [await owner(), await owner()];
    await deleted(waiting);
    await fixture.dataSource.query(
      `UPDATE account_deletions SET purge_after = now() + interval '1 hour' WHERE user_id = $1`,
      [waiting.person.user.id],
    );
    await purged();
    for (const { email, person } of [waiting, other]) {
      await fixture.api.post(`${auth}/login`).send({ email, password }).expect(200);
      const { workspaceId } = person.scope;
      expect(await fixture.dataSource.manager.countBy(Meeting, { workspaceId })).toBe(1);
    }
  });

  it('goes on where it was killed, at whichever statement that was', async () => {
    const one = await owner();
    await deleted(one);
    let killed = 0;
    for (let lives = 1; lives < 60; lives += 1) {
      await purgeAccounts(deps(killedAfter(createDatabase(fixture.dataSource), lives))).catch(
        () => (killed += 1),
      );
      if (lives === 6) await purgeMeetings();
    }
    expect(killed).toBeGreaterThan(20);
    expect(await rowsWith(one.email)).toEqual([]);
    expect(await objectsOf(one)).toEqual([]);
    const { workspaceId } = one.person.scope;
    const ends = await auditRows(fixture.dataSource, { workspaceId, action: 'account.purged' });
    expect(ends.map(({ details }) => details)).toMatchObject([{ meetings: 1, templates: 1 }]);
  });

  it('takes itself back where something would be left, and says what', async () => {
    const one = await owner();
    const { workspaceId } = one.person.scope;
    await deleted(one);
    await purgeAccounts(deps());
    await purgeMeetings();
    // A table that no workspace takes along, written to at the last moment.
    const late = `INSERT INTO deleted_audio (workspace_id, month, audio_ms) VALUES ($1, now(), 1)`;
    const database = createDatabase(fixture.dataSource);
    const meddling: Database = {
      ...database,
      openRows: (tx) => {
        const rows = database.openRows(tx);
        return {
          ...rows,
          run: async (statement, values) => {
            if (statement.name.startsWith('account_purge.delete_workspaces')) {
              await fixture.dataSource.query(late, [workspaceId]);
            }
            return rows.run(statement, values);
          },
        };
      },
    };
    const purging = purgeAccounts(deps(meddling));
    await expect(purging).rejects.toMatchObject({
      errors: [
        expect.objectContaining({
          cause: expect.objectContaining({ message: expect.stringContaining('deleted_audio') }),
        }),
      ],
    });
    expect(await fixture.dataSource.manager.countBy(Workspace, { id: workspaceId })).toBe(1);
    await purgeAccounts(deps());
    expect(await rowsWith(one.email)).toEqual([]);
  });
});

describe('a workspace of others', () => {
  it('keeps what the person made there, of a former member, and gets an owner if it had no other', async () => {
    const [one, kim, ann] = [await owner(), await fixture.person(), await fixture.person()];
    const { manager } = fixture.dataSource;
    const workspaceId = newId();
    await manager.insert(Workspace, { id: workspaceId, name: 'Acme', kind: 'organization' });
    const { userId } = one.person.scope;
    await manager.insert(WorkspaceMember, [
      { workspaceId, userId, role: 'OWNER' },
      { workspaceId, userId: kim.user.id, role: 'OWNER' },
      { workspaceId, userId: ann.user.id, role: 'MEMBER' },
    ]);
    const { id } = await buildMeeting(manager, { workspaceId, userId }, { title: 'Ours' });
    await deleted(one);
    // The other owner left in the meantime.
    await manager.delete(WorkspaceMember, { workspaceId, userId: kim.user.id });
    await purged();
    expect(await rowsWith(one.email)).toEqual([]);
    const kept = await manager.findOneByOrFail(Meeting, { id });
    expect(kept).toMatchObject({ title: 'Ours', userId, deletedAt: null });
    expect(await manager.findOneByOrFail(User, { id: userId })).toMatchObject({
      ...{ name: 'Former member', phone: null, isActive: false },
    });
    expect(await manager.findBy(WorkspaceMember, { workspaceId })).toMatchObject([
      { userId: ann.user.id, role: 'OWNER' },
    ]);
    const told = await auditRows(fixture.dataSource, {
      ...{ workspaceId, action: 'workspace.owner_succeeded' },
    });
    expect(told).toHaveLength(1);
  });

  it('goes with the person where nobody else works', async () => {
    const one = await owner();
    const { manager } = fixture.dataSource;
    const workspaceId = newId();
    const { userId } = one.person.scope;
    await manager.insert(Workspace, { id: workspaceId, name: canary, kind: 'organization' });
    await manager.insert(WorkspaceMember, { workspaceId, userId, role: 'OWNER' });
    await buildMeeting(manager, { workspaceId, userId }, { title: one.email });
    await deleted(one);
    await purged();
    expect(await manager.countBy(Workspace, { id: workspaceId })).toBe(0);
    expect(await rowsWith(one.email)).toEqual([]);
    expect(await manager.findOneByOrFail(AccountDeletion, { userId })).toMatchObject({
      counted: { meetings: 2 },
    });
  });
});
