import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Meeting, User, Workspace, type Database } from '@memo/entities';
import { createDatabase } from '@memo/entities/connections';
import { purgeAccounts } from '../src/features/account/purge/purge.ts';
import { auditRows } from './audit-rows.ts';
import { killedAfter } from './killed-database.ts';
import { password } from './person.ts';
import { canary, startPurge, type PurgeFixture } from './purge-fixture.ts';

const auth = '/api/v1/mobile/auth';

let fixture: PurgeFixture;

beforeAll(async () => {
  fixture = await startPurge();
});
afterAll(() => fixture.close());

/** What people make of their meetings. */
const peoplesTables = [
  ...['meeting_action_items', 'minutes', 'minutes_versions', 'share_links', 'transcript_edits'],
];

/** The log; how far the purge is; and under which names it looks for objects again, a day later. */
const numbersAlone = [
  ...['account_deletions', 'audit_events', 'audit_heads', 'pending_audit_entries'],
  'unclaimed_objects',
];

describe('the purge of a deleted account', () => {
  it('leaves nothing of the person in any table or in the bucket, but numbers in the audit log', async () => {
    const one = await fixture.owner();
    const { userId, workspaceId } = one.person.scope;
    expect(await fixture.rowsWith(workspaceId)).toEqual(expect.arrayContaining(peoplesTables));
    expect((await fixture.rowsWith(canary)).length).toBeGreaterThan(12);
    expect(await fixture.objectsOf(one.meetingId)).toHaveLength(2);
    await fixture.deleted(one);
    await fixture.purged();
    expect(await fixture.rowsWith(canary)).toEqual([]);
    expect(await fixture.rowsWith('555 7007')).toEqual([]);
    // Which of the log's tables has them goes by whether they are sealed yet.
    const naming = await fixture.rowsWith(workspaceId);
    expect(naming.filter((table) => !numbersAlone.includes(table))).toEqual([]);
    expect(await fixture.objectsOf(one.meetingId)).toEqual([]);
    const rows = await auditRows(fixture.dataSource, { workspaceId });
    expect(rows.at(-1)).toMatchObject({
      ...{ actor: 'system:sweeper', action: 'account.purged', subject: String(userId) },
      details: { workspaces: 1, meetings: 1, templates: 1, speaker_profiles: 1, identities: 1 },
    });
    expect(await fixture.dataSource.manager.countBy(User, { id: userId })).toBe(1);
  });

  it('touches nobody who may still come back, and no account that was not deleted', async () => {
    const [waiting, other] = [await fixture.owner(), await fixture.owner()];
    await fixture.deleted(waiting);
    await fixture.dataSource.query(
      `UPDATE account_deletions SET purge_after = now() + interval '1 hour' WHERE user_id = $1`,
      [waiting.person.user.id],
    );
    await fixture.purged();
    for (const { email, person } of [waiting, other]) {
      await fixture.api.post(`${auth}/login`).send({ email, password }).expect(200);
      const { workspaceId } = person.scope;
      expect(await fixture.dataSource.manager.countBy(Meeting, { workspaceId })).toBe(1);
    }
  });

  it('goes on where it was killed, at whichever statement that was', async () => {
    const one = await fixture.owner();
    await fixture.deleted(one);
    let killed = 0;
    for (let lives = 1; lives < 60; lives += 1) {
      await purgeAccounts(
        fixture.deps(killedAfter(createDatabase(fixture.dataSource), lives)),
      ).catch(() => (killed += 1));
      if (lives === 6) await fixture.purgeMeetings();
    }
    expect(killed).toBeGreaterThan(20);
    expect(await fixture.rowsWith(one.email)).toEqual([]);
    expect(await fixture.objectsOf(one.meetingId)).toEqual([]);
    const { workspaceId } = one.person.scope;
    const ends = await auditRows(fixture.dataSource, { workspaceId, action: 'account.purged' });
    expect(ends.map(({ details }) => details)).toMatchObject([{ meetings: 1, templates: 1 }]);
  });

  it('takes itself back where something would be left, and says what', async () => {
    const one = await fixture.owner();
    const { workspaceId } = one.person.scope;
    await fixture.deleted(one);
    await purgeAccounts(fixture.deps());
    await fixture.purgeMeetings();
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
    const purging = purgeAccounts(fixture.deps(meddling));
    await expect(purging).rejects.toMatchObject({
      errors: [
        expect.objectContaining({
          cause: expect.objectContaining({ message: expect.stringContaining('deleted_audio') }),
        }),
      ],
    });
    expect(await fixture.dataSource.manager.countBy(Workspace, { id: workspaceId })).toBe(1);
    await purgeAccounts(fixture.deps());
    expect(await fixture.rowsWith(one.email)).toEqual([]);
  });
});
