import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Meeting, MeetingSpeaker, newId } from '@memo/entities';
import { createDatabase, createTransact } from '@memo/entities/connections';
import { Transcript } from '@memo/entities/transcripts';
import { LeaseLost } from '@memo/pipeline';
import {
  buildAccount,
  buildMeeting,
  buildPartialTranscript,
  buildTranscript,
  createTestDatabase,
  type TestDatabase,
  type TranscriptForm,
  type UserScope,
} from '@memo/testing';
import { createMeetingReader, type MeetingReader } from './reader.ts';

let database: TestDatabase;
let scope: UserScope;
let stranger: UserScope;
let reader: MeetingReader;

beforeAll(async () => {
  database = await createTestDatabase();
  const { manager } = database.dataSource;
  scope = await buildAccount(manager);
  stranger = await buildAccount(manager);
  reader = createMeetingReader(createDatabase(database.dataSource));
});

afterAll(() => database.close());

const aMeeting = async (): Promise<string> => {
  const { id } = await buildMeeting(database.dataSource.manager, scope);
  return id;
};

/** A meeting in which Speaker2 was heard before Speaker1, with a time for each word. */
async function aTranscribedMeeting(form: TranscriptForm = 'new'): Promise<string> {
  const { manager } = database.dataSource;
  const id = await aMeeting();
  const words = [{ text: 'Hello', startMs: 0, endMs: 400 }];
  const segments = [{ id: 0, speakerKey: 'S2', text: 'Hello', startMs: 0, endMs: 400, words }];
  await buildTranscript(manager, scope, id, [], { segments }, form);
  for (const number of [2, 1]) {
    const { workspaceId } = scope;
    const speaker = { key: `S${number}`, label: `Speaker${number}` };
    await manager.insert(MeetingSpeaker, { id: newId(), workspaceId, meetingId: id, ...speaker });
  }
  return id;
}

const claimOf = (meetingId: string, generation = 1) => ({
  ...{ workspaceId: scope.workspaceId, meetingId, generation },
});

describe.each<TranscriptForm>(['new', 'old'])('a finished transcript of the %s form', (form) => {
  it('is read with the times of its words only where they are asked for', async () => {
    const id = await aTranscribedMeeting(form);
    const timed = await reader.finished(scope, id, { words: true });
    expect(timed?.transcript?.segments).toMatchObject([{ text: 'Hello', words: [{ endMs: 400 }] }]);
    const untimed = await reader.finished(scope, id, { words: false });
    expect(untimed?.transcript?.segments).toMatchObject([{ text: 'Hello', words: [] }]);
    const shown = await reader.shown(scope, id);
    expect(shown?.transcript?.segments).toMatchObject([{ text: 'Hello', words: [] }]);
  });

  it('is given to a stage with and without words', async () => {
    const claim = claimOf(await aTranscribedMeeting(form));
    const [timed, untimed] = await Promise.all(
      [true, false].map((words) => reader.ofStage(claim, { words })),
    );
    expect(timed?.transcript.segments).toMatchObject([{ id: 0, words: [{ text: 'Hello' }] }]);
    expect(untimed?.transcript.segments).toMatchObject([{ id: 0, words: [] }]);
  });

  it('is empty where nobody spoke, and there all the same', async () => {
    const id = await aMeeting();
    await buildTranscript(database.dataSource.manager, scope, id, [], {}, form);
    for (const words of [true, false]) {
      const found = await reader.finished(scope, id, { words });
      expect(found?.transcript).toMatchObject({ segments: [], provider: 'test' });
    }
    expect((await reader.shown(scope, id))?.transcript?.segments).toEqual([]);
  });

  it('comes with its speakers in order of first speaking', async () => {
    const id = await aTranscribedMeeting(form);
    const { speakers } = await reader.ofStage(claimOf(id), { words: false });
    expect(speakers.map(({ label }) => label)).toEqual(['Speaker2', 'Speaker1']);
  });

  it('wins over what was shown before it', async () => {
    const id = await aTranscribedMeeting(form);
    await buildPartialTranscript(database.dataSource.manager, scope, id, ['Old']);
    expect((await reader.shown(scope, id))?.partial).toBeNull();
    expect(await reader.states([claimOf(id)])).toMatchObject([{ id, partial: null }]);
  });

  it('cannot be replaced while it is held', async () => {
    const id = await aTranscribedMeeting(form);
    await createTransact(database.dataSource)(async (tx) => {
      expect(await reader.hold(scope, tx, id)).toBe(true);
      const replacing = database.dataSource.transaction(async (other) => {
        await other.query(`SET LOCAL lock_timeout = '50ms'`);
        await other.delete(Transcript, { meetingId: id });
      });
      await expect(replacing).rejects.toThrow('lock timeout');
    });
  });
});

describe('a stage of one generation', () => {
  it('does not read what is shown of another', async () => {
    const id = await aTranscribedMeeting();
    const { manager } = database.dataSource;
    await manager.update(Meeting, { id }, { generation: 2, nextGeneration: 3 });
    for (const generation of [1, 3]) {
      const reading = reader.ofStage(claimOf(id, generation), { words: false });
      await expect(reading).rejects.toBeInstanceOf(LeaseLost);
    }
    expect((await reader.ofStage(claimOf(id, 2), { words: false })).meeting.id).toBe(id);
  });

  it('reads it where it is made beside the one that is shown and asks for that', async () => {
    const id = await aTranscribedMeeting();
    await database.dataSource.manager.update(Meeting, { id }, { nextGeneration: 2 });
    const beside = { words: false, beside: true };
    expect((await reader.ofStage(claimOf(id, 2), beside)).meeting.id).toBe(id);
    await expect(reader.ofStage(claimOf(id, 3), beside)).rejects.toBeInstanceOf(LeaseLost);
  });
});

describe('a transcript that is not finished', () => {
  it('is shown, and goes into no document, delivery or stage', async () => {
    const id = await aMeeting();
    await buildPartialTranscript(database.dataSource.manager, scope, id, ['So far']);
    expect((await reader.shown(scope, id))?.partial?.segments).toMatchObject([{ text: 'So far' }]);
    const finished = await reader.finished(scope, id, { words: false });
    expect([finished?.transcript, finished?.partial]).toEqual([null, null]);
    await expect(reader.ofStage(claimOf(id), { words: false })).rejects.toMatchObject({
      code: 'not_transcribed',
    });
    await createTransact(database.dataSource)(async (tx) => {
      expect(await reader.hold(scope, tx, id)).toBe(false);
    });
  });
});

describe('a meeting of another workspace, or a deleted one', () => {
  it.each([
    ['somebody else', () => Promise.resolve(stranger)],
    [
      'its owner, after deleting it',
      async (id: string) => {
        await database.dataSource.manager.update(Meeting, { id }, { deletedAt: new Date() });
        return scope;
      },
    ],
  ])('is not there for %s', async (_who, prepare) => {
    const id = await aTranscribedMeeting();
    const { workspaceId } = await prepare(id);
    const tenant = { workspaceId };
    expect(await reader.shown(tenant, id)).toBeNull();
    expect(await reader.finished(tenant, id, { words: true })).toBeNull();
    expect(await reader.states([{ workspaceId, meetingId: id }])).toEqual([]);
    const ofStage = reader.ofStage({ ...claimOf(id), workspaceId }, { words: false });
    await expect(ofStage).rejects.toMatchObject({ kind: 'not_found' });
  });
});
