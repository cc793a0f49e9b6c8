import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Meeting, MeetingSpeaker, newId } from '@memo/entities';
import { createDatabase, createTransact } from '@memo/entities/connections';
import { Transcript, TranscriptEdit, TranscriptGeneration } from '@memo/entities/transcripts';
import {
  buildAccount,
  buildMeeting,
  buildTranscript,
  createTestDatabase,
  waitFor,
  type TestDatabase,
  type UserScope,
} from '@memo/testing';
import { createGenerations, keepGeneration } from '../generations/generations.ts';
import { createTranscriptEdits, type WantedEdit } from './edits.ts';

let database: TestDatabase;
let scope: UserScope;
let meetingId: string;

beforeAll(async () => {
  database = await createTestDatabase();
  scope = await buildAccount(database.dataSource.manager);
});

afterAll(() => database.close());

beforeEach(async () => {
  const { manager } = database.dataSource;
  const meeting = await buildMeeting(manager, scope, { status: 'COMPLETED' });
  meetingId = meeting.id;
  await buildTranscript(manager, scope, meetingId, ['One', 'Two']);
  const { workspaceId } = scope;
  const speaker = { workspaceId, meetingId, key: 'S1', label: 'Speaker1' };
  await manager.insert(MeetingSpeaker, { id: newId(), ...speaker });
});

const statements = () => createDatabase(database.dataSource);
const edits = () => createTranscriptEdits(statements());

async function edit(operation: WantedEdit['operation']): Promise<string> {
  const made = await createTransact(database.dataSource)((tx) =>
    edits().make(scope, tx, meetingId, { operation }),
  );
  return made.id ?? 'none';
}

const say = (text: string) => edit({ kind: 'change', segmentId: 0, text });

const listed = async () => {
  const { edits: found } = await edits().list(scope, meetingId, { after: null, limit: 10 });
  return found.map(({ id }) => id);
};

const texts = async () => {
  const { manager } = database.dataSource;
  const { segments } = await manager.findOneByOrFail(Transcript, { meetingId });
  return segments.map(({ text }) => text);
};

/** Another generation is shown from now on: with a transcript of its own, or of the note alone. */
async function showNext(generation: number, text?: string): Promise<void> {
  const { dataSource } = database;
  const { manager } = dataSource;
  await createTransact(dataSource)((tx) => keepGeneration(statements().rows(scope, tx), meetingId));
  await manager.update(Meeting, { id: meetingId }, { generation });
  if (text === undefined) return;
  const { segments } = await manager.findOneByOrFail(Transcript, { meetingId });
  const made = { segments: segments.slice(0, 1).map((one) => ({ ...one, text })) };
  const generationId = newId();
  const { workspaceId } = scope;
  await manager.insert(TranscriptGeneration, {
    ...{ id: generationId, workspaceId, meetingId, generation, ...made },
    ...{ words: [], provider: 'test', model: 'test' },
  });
  const unedited = { editedWords: null, lineage: null, lastEditId: null };
  await manager.update(Transcript, { meetingId }, { generationId, ...made, ...unedited });
}

async function bringBack(generation: number): Promise<void> {
  const generations = createGenerations(statements());
  await createTransact(database.dataSource)((tx) =>
    generations.bringBack(scope, tx, { meetingId, generation }),
  );
  await database.dataSource.manager.update(Meeting, { id: meetingId }, { generation });
}

describe('the edits of a generation', () => {
  it('are kept with it while another is shown, and can be undone once it is brought back', async () => {
    const first = await say('Uno');
    const second = await edit({ kind: 'split', segmentId: 1, at: { character: 1 } });
    await showNext(2, 'Eins');
    expect([await texts(), await listed()]).toEqual([['Eins'], []]);
    await expect(edit({ kind: 'undo', editId: first })).rejects.toMatchObject({
      kind: 'not_found',
    });
    const other = await say('Ein');
    await bringBack(1);
    expect([await texts(), await listed()]).toEqual([
      ['Uno', 'T', 'wo'],
      [second, first],
    ]);
    await edit({ kind: 'undo', editId: second });
    await edit({ kind: 'undo', editId: first });
    expect(await texts()).toEqual(['One', 'Two']);
    await bringBack(2);
    expect([await texts(), await listed()]).toEqual([['Ein'], [other]]);
  });

  it('are those that were made to it, where another has the same words and a note of its own', async () => {
    const first = await say('Uno');
    await showNext(2);
    const second = await say('Un');
    expect(await listed()).toEqual([second, first]);
    await bringBack(1);
    expect([await texts(), await listed()]).toEqual([['Uno', 'Two'], [first]]);
    const third = await say('Ichi');
    await bringBack(2);
    expect([await texts(), await listed()]).toEqual([
      ['Un', 'Two'],
      [second, first],
    ]);
    await expect(edit({ kind: 'undo', editId: third })).rejects.toMatchObject({
      kind: 'not_found',
    });
  });

  it('go when what they were made to goes, and with their meeting', async () => {
    await say('Uno');
    await showNext(2, 'Eins');
    const { manager } = database.dataSource;
    await manager.delete(TranscriptGeneration, { meetingId, generation: 1 });
    expect(await manager.countBy(TranscriptEdit, { meetingId })).toBe(0);
    await say('Ein');
    await manager.delete(Meeting, { id: meetingId });
    expect(await manager.countBy(TranscriptEdit, { meetingId })).toBe(0);
  });
});

it('who shows another generation waits for an edit, and keeps it', async () => {
  const { dataSource } = database;
  let keeping: Promise<unknown> = Promise.resolve();
  const check = async () => {
    keeping = createTransact(dataSource)(async (tx) => {
      const owned = statements().rows(scope, tx);
      await owned.update(Meeting, { id: meetingId }, { needsReview: true });
      await keepGeneration(owned, meetingId);
    });
    await waitFor('somebody to wait', async () => {
      const waiting: unknown[] = await dataSource.query(
        `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      );
      return waiting.length > 0;
    });
  };
  const operation = { kind: 'change', segmentId: 0, text: 'Uno' } as const;
  await createTransact(dataSource)((tx) =>
    edits().make(scope, tx, meetingId, { operation, check }),
  );
  await keeping;
  const [kept] = await dataSource.query<{ text: string }[]>(
    `SELECT kept #>> '{transcript,segments,0,text}' AS text FROM meeting_generations WHERE meeting_id = $1`,
    [meetingId],
  );
  expect(kept?.text).toBe('Uno');
});
