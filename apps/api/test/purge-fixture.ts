import { User, type Database } from '@memo/entities';
import { createDatabase, createTransact } from '@memo/entities/connections';
import { createAuditLog } from '@memo/journal';
import { createMeetingKeys } from '@memo/storage';
import { buildMeeting } from '@memo/testing';
import { purgeAccounts } from '../src/features/account/purge/purge.ts';
import { purgeDeleted } from '../src/features/meetings/purge-deleted.ts';
import { startApi } from './api-fixture.ts';
import { completeMeeting } from './contract/complete-meeting.ts';
import { password, type Person } from './person.ts';

const auth = '/api/v1/mobile/auth';
const keys = createMeetingKeys('meetings/audio/');
/** In all that is the person's: none of it may be found afterwards. */
export const canary = 'quokka';

export interface Owner {
  person: Person;
  email: string;
  meetingId: string;
}

export type PurgeFixture = Awaited<ReturnType<typeof startPurge>>;

/** The API, with people who want to be forgotten. */
export async function startPurge() {
  const fixture = await startApi();
  const { dataSource } = fixture;
  const { manager } = dataSource;
  let owners = 0;

  const send = (person: Person, method: 'post' | 'patch', path: string, body: object) =>
    fixture.api[method](path).set('authorization', person.authorization).send(body);

  const deps = (database: Database = createDatabase(dataSource)) => ({
    database,
    transact: createTransact(dataSource),
    audit: createAuditLog(database),
  });

  /** What the sweeper does of it, with the time that stages get to notice over. */
  async function purgeMeetings(): Promise<void> {
    await dataSource.query(
      `UPDATE meetings SET deleted_at = deleted_at - interval '10 minutes' WHERE deleted_at IS NOT NULL`,
    );
    await purgeDeleted({ database: createDatabase(dataSource), storage: fixture.storage, keys });
  }

  /** A finished meeting with a canary in all its rows and objects, and in what people made of it since. */
  async function addMeeting(person: Person, profileId: string): Promise<string> {
    const title = `The ${canary} plan`;
    const { id } = await buildMeeting(manager, person.scope, { title, participants: [canary] });
    await completeMeeting(manager, person.scope, id, profileId, canary);
    await fixture.writeObject(keys.recording(id, 0, 'wav'), canary);
    await fixture.writeObject(keys.recognized(id, 1, 0), canary);
    const transcription = `/api/v1/mobile/transcription/meetings/${id}`;
    const edited = { text: `A ${canary}!` };
    await send(person, 'patch', `${transcription}/transcript/segments/0`, edited).expect(200);
    await send(person, 'patch', `${transcription}/minutes/`, { summary: edited.text }).expect(200);
    const links = `/api/v1/mobile/meetings/${id}/share-links`;
    await send(person, 'post', links, { scope: ['note'] }).expect(201);
    return id;
  }

  return {
    ...fixture,
    send,
    deps,
    purgeMeetings,

    /** Somebody with a canary in everything: the profile, a meeting, a template, a profile of a speaker. */
    owner: async (): Promise<Owner> => {
      owners += 1;
      const person = await fixture.person();
      const email = `${canary}${owners}@example.com`;
      const { userId, workspaceId } = person.scope;
      await manager.update(User, { id: userId }, { email });
      await manager.query('UPDATE identities SET subject = $2 WHERE user_id = $1', [userId, email]);
      await send(person, 'patch', `${auth}/profile`, { name: `A ${canary}`, phone: '555 7007' });
      await manager.query('UPDATE workspaces SET name = $2 WHERE id = $1', [
        workspaceId,
        `Of a ${canary}`,
      ]);
      const profile = { first_name: 'A', last_name: canary, email };
      const made = await send(person, 'post', '/api/v1/crm/speaker-profiles', profile).expect(201);
      await send(person, 'post', '/api/v1/mobile/templates', { title: `On ${canary}s` })
        .set('Idempotency-Key', canary)
        .expect(201);
      const meetingId = await addMeeting(person, (made.body as { id: string }).id);
      return { person, email, meetingId };
    },

    /** Deletes the account; the time to come back is over. */
    deleted: async ({ person, email }: Owner): Promise<void> => {
      const { authorization } = person;
      await fixture.api
        .delete(`${auth}/account`)
        .set({ authorization })
        .send({ email, password })
        .expect(200);
      await dataSource.query(
        `UPDATE account_deletions SET purge_after = now() - interval '1 second' WHERE user_id = $1`,
        [person.user.id],
      );
    },

    purged: async (): Promise<void> => {
      await purgeAccounts(deps());
      await purgeMeetings();
      await purgeAccounts(deps());
    },

    /** Where any row of any table has the text, in whatever column. */
    rowsWith: async (text: string): Promise<string[]> => {
      const tables: { name: string }[] = await dataSource.query(
        `SELECT table_name AS name FROM information_schema.tables
         WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`,
      );
      const found: string[] = [];
      for (const { name } of tables) {
        const rows: object[] = await dataSource.query(
          `SELECT 1 FROM "${name}" AS t WHERE t::text ILIKE '%' || $1 || '%'`,
          [text],
        );
        if (rows.length > 0) found.push(name);
      }
      return found.sort();
    },

    objectsOf: async (meetingId: string): Promise<string[]> =>
      (await fixture.objectKeys()).filter((key) => key.includes(meetingId)),
  };
}
