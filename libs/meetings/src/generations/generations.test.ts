import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Meeting, MeetingGeneration, newId, type StatementRun } from '@memo/entities';
import { createDatabase, createTransact } from '@memo/entities/connections';
import {
  buildAccount,
  buildMeeting,
  buildTranscript,
  createTestDatabase,
  type TestDatabase,
  type UserScope,
} from '@memo/testing';
import { createGenerations, keepGeneration } from './generations.ts';

let database: TestDatabase;
let scope: UserScope;

beforeAll(async () => {
  database = await createTestDatabase();
  scope = await buildAccount(database.dataSource.manager);
});

afterAll(() => database.close());

async function transcribed(columns: Partial<Meeting> = {}): Promise<Meeting> {
  const { manager } = database.dataSource;
  const meeting = await buildMeeting(manager, scope, { status: 'COMPLETED', ...columns });
  await buildTranscript(manager, scope, meeting.id, ['Hello']);
  return meeting;
}

/** Keeps what is shown; another generation is shown from then on. */
async function replaced(
  { id }: Meeting,
  by: Partial<Pick<Meeting, 'description' | 'descriptionGiven' | 'nextGeneration'>> = {},
): Promise<void> {
  const { dataSource } = database;
  const { rows } = createDatabase(dataSource);
  await createTransact(dataSource)((tx) => keepGeneration(rows(scope, tx), id));
  await dataSource.manager.update(Meeting, { id }, { generation: 2, ...by });
}

async function broughtBack({ id: meetingId }: Meeting): Promise<Meeting> {
  const { dataSource } = database;
  const generations = createGenerations(createDatabase(dataSource));
  await createTransact(dataSource)((tx) =>
    generations.bringBack(scope, tx, { meetingId, generation: 1 }),
  );
  return dataSource.manager.findOneByOrFail(Meeting, { id: meetingId });
}

describe('the list of generations', () => {
  it('is of one moment, and reads nothing of the transcripts that are kept', async () => {
    const { dataSource } = database;
    const meeting = await transcribed();
    await replaced(meeting, { nextGeneration: 4 });
    const owner = { meetingId: meeting.id, workspaceId: meeting.workspaceId };
    for (const generation of [3, 4]) {
      await dataSource.manager.insert(MeetingGeneration, { id: newId(), ...owner, generation });
    }
    const runs: StatementRun[] = [];
    const generations = createGenerations(createDatabase(dataSource, (run) => runs.push(run)));
    const hidden = 'not_to_be_read';
    const rename = (from: string, to: string) =>
      dataSource.query(`ALTER TABLE meeting_generations RENAME COLUMN ${from} TO ${to}`);
    await rename('kept', hidden);
    const listed = await generations.list(scope, meeting.id).finally(() => rename(hidden, 'kept'));
    expect(listed.map(({ generation, state }) => [generation, state])).toEqual([
      [4, 'running'],
      [3, 'failed'],
      [2, 'shown'],
      [1, 'kept'],
    ]);
    const made = { provider: 'test', speakers: [] };
    expect([listed[2], listed[3]]).toMatchObject([made, made]);
    expect(runs).toHaveLength(1);
  });

  it('is empty for a meeting of another workspace', async () => {
    const { id } = await transcribed();
    const stranger = await buildAccount(database.dataSource.manager);
    const generations = createGenerations(createDatabase(database.dataSource));
    expect(await generations.list(stranger, id)).toEqual([]);
  });
});

describe('a generation that is brought back', () => {
  const noted = { description: 'The first note says this.', descriptionGiven: false };

  it('has the description of its note', async () => {
    const meeting = await transcribed(noted);
    await replaced(meeting, { description: 'The second one says this.' });
    expect(await broughtBack(meeting)).toMatchObject(noted);
  });

  it('leaves a description that a person gave since', async () => {
    const meeting = await transcribed(noted);
    const typed = { description: 'Typed.', descriptionGiven: true };
    await replaced(meeting, typed);
    expect(await broughtBack(meeting)).toMatchObject(typed);
  });

  it('leaves the description where it was kept by a release that kept none', async () => {
    const meeting = await transcribed(noted);
    await replaced(meeting);
    await database.dataSource.query(
      `UPDATE meeting_generations SET kept = kept #- '{meeting,description}' #- '{meeting,description_given}'
       WHERE meeting_id = $1`,
      [meeting.id],
    );
    expect(await broughtBack(meeting)).toMatchObject(noted);
  });
});
