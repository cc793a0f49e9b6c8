import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { integer, jsonb, ownedStatement, sql, uuid } from '@memo/entities';
import { createDatabase } from '@memo/entities/connections';
import { TranscriptGeneration } from '@memo/entities/transcripts';
import {
  buildAccount,
  buildMeeting,
  buildTranscript,
  createTestDatabase,
  type TestDatabase,
  type TranscriptForm,
  type UserScope,
} from '@memo/testing';
import { toWireSegments, type Segment } from '@memo/transcript';
import { adoptOldForm } from './old-form.sql.ts';
import { createMeetingReader, type MeetingReader } from './reader.ts';

let database: TestDatabase;
let scope: UserScope;
let reader: MeetingReader;

beforeAll(async () => {
  database = await createTestDatabase();
  scope = await buildAccount(database.dataSource.manager);
  reader = createMeetingReader(createDatabase(database.dataSource));
});

afterAll(() => database.close());

/** How an edit takes new ids: as many as it adds. */
const takeIds = ownedStatement({
  name: 'test.take_ids',
  values: { meeting: uuid, count: integer },
  columns: { first: integer },
  sql: ({ $, own }) => sql`UPDATE transcripts SET next_segment_id = next_segment_id + ${$.count}
    WHERE ${own('transcripts')} AND meeting_id = ${$.meeting} RETURNING next_segment_id - ${$.count} AS first`,
});

const write = ownedStatement({
  name: 'test.write_segments',
  values: { meeting: uuid, segments: jsonb<Segment[]>() },
  columns: {},
  sql: ({ $, own }) => sql`UPDATE transcripts SET segments = ${$.segments}
    WHERE ${own('transcripts')} AND meeting_id = ${$.meeting}`,
});

const said = (id: number, text: string): Segment => ({
  id,
  speakerKey: 'S1',
  text,
  startMs: id * 1_000,
  endMs: id * 1_000 + 900,
  words: [{ text, startMs: id * 1_000, endMs: id * 1_000 + 500 }],
});

async function aMeeting(form: TranscriptForm): Promise<string> {
  const { manager } = database.dataSource;
  const { id } = await buildMeeting(manager, scope);
  const segments = [said(0, 'One'), said(1, 'Two'), said(2, 'Three')];
  await buildTranscript(manager, scope, id, [], { segments }, form);
  return id;
}

async function read(id: string, words = false): Promise<Segment[]> {
  const found = await reader.finished(scope, id, { words });
  return found?.transcript?.segments ?? [];
}

const rows = () => createDatabase(database.dataSource).rows(scope);

async function edit(id: string, change: (segments: Segment[]) => Segment[]): Promise<void> {
  await rows().run(adoptOldForm, { meeting: id });
  await rows().run(write, { meeting: id, segments: change(await read(id)) });
}

async function freshId(id: string): Promise<number> {
  await rows().run(adoptOldForm, { meeting: id });
  const taken = await rows().first(takeIds, { meeting: id, count: 1 });
  return taken?.first ?? -1;
}

describe.each<TranscriptForm>(['new', 'old'])('an edited transcript of the %s form', (form) => {
  /** One segment added in the middle, and the last one removed. */
  async function edited(): Promise<string> {
    const id = await aMeeting(form);
    const added = { ...said(await freshId(id), 'Between'), words: [] };
    await edit(id, ([one, two]) => [one, added, two].flatMap((segment) => segment ?? []));
    return id;
  }

  it('is read in the order of its list, each segment under its id', async () => {
    const id = await edited();
    const shown = await reader.shown(scope, id);
    expect(toWireSegments(shown?.transcript?.segments ?? [], [])).toMatchObject([
      { id: 0, text: 'One' },
      { id: 3, text: 'Between' },
      { id: 1, text: 'Two' },
    ]);
  });

  it('never gives an id twice, whatever was removed', async () => {
    const id = await edited();
    await edit(id, () => []);
    expect(await freshId(id)).toBe(4);
    const other = await aMeeting(form);
    await edit(other, (segments) => segments.slice(0, 1));
    expect(await freshId(other)).toBe(3);
  });

  it('has the times of words under the segments they were said in', async () => {
    const segments = await read(await edited(), true);
    expect(segments.map(({ words }) => words.map(({ text }) => text))).toEqual([
      ['One'],
      [],
      ['Two'],
    ]);
  });

  it('leaves what the machine recognized as it was', async () => {
    const id = await edited();
    const { manager } = database.dataSource;
    const machine = await manager.findOneByOrFail(TranscriptGeneration, { meetingId: id });
    expect(machine.segments.map(({ text }) => text)).toEqual(['One', 'Two', 'Three']);
    expect(machine.words.map(({ id: segmentId }) => segmentId)).toEqual([0, 1, 2]);
  });

  it('is found by what it says now, not by what the machine recognized', async () => {
    const id = await edited();
    const finds = async (word: string): Promise<boolean> => {
      const found: unknown[] = await database.dataSource.query(
        `SELECT 1 FROM meeting_search WHERE meeting_id = $1 AND words @@ to_tsquery('simple', $2)`,
        [id, word],
      );
      return found.length > 0;
    };
    expect([await finds('between'), await finds('two'), await finds('three')]).toEqual([
      true,
      true,
      false,
    ]);
  });
});

it('a meeting that is deleted takes everything that was ever recognized in it along', async () => {
  const id = await aMeeting('new');
  const { manager } = database.dataSource;
  await manager.delete('meetings', { id });
  expect(await manager.countBy(TranscriptGeneration, { meetingId: id })).toBe(0);
  expect(await reader.shown(scope, id)).toBeNull();
});
