import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Meeting } from '@memo/entities';
import { TranscriptEdit } from '@memo/entities/transcripts';
import {
  pathOf,
  say,
  startTranscripts,
  type Editor,
  type TranscriptFixture,
} from './test/transcript-fixture.ts';
import type { WireAnswer } from './edit.schemas.ts';
import type { WireEdits } from './transcript.schemas.ts';

let fixture: TranscriptFixture;
let robin: Editor;

beforeAll(async () => {
  fixture = await startTranscripts();
  robin = await fixture.person();
});

afterAll(() => fixture.close());

const textsOf = async (id: string) => (await robin.read(id)).segments.map(({ text }) => text);

describe('POST …/replace', () => {
  it('counts first, and then is one edit', async () => {
    const segments = Array.from({ length: 1_000 }, (_, id) =>
      say(id, 'um um Kim um um um um um um um um'),
    );
    const id = await robin.meeting(segments);
    const asked = { find: 'UM', replace: 'hm', whole_words: true };
    const counted = await robin.post(id, 'replace', { ...asked, dry_run: true }).expect(200);
    expect(counted.body).toMatchObject({ changed: false, matches: 10_000, edit: null });
    expect((counted.body as { segment_ids: number[] }).segment_ids).toHaveLength(1_000);
    const done = await robin.post(id, 'replace', asked).expect(200);
    expect(done.body).toMatchObject({
      ...{ changed: true, matches: 10_000 },
      edit: { kind: 'replace', find: 'UM', replace: 'hm', segments_changed: 1_000 },
    });
    const listed = await robin.ask('get', `${pathOf(id)}/edits`).expect(200);
    const { data } = listed.body as WireEdits;
    expect(data[0]?.before).toHaveLength(20);
    await robin.post(id, `edits/${data[0]?.id ?? ''}/undo`).expect(200);
    expect(new Set(await textsOf(id))).toEqual(new Set([segments[0]?.text]));
  });

  it('is answered with what it did, when it is sent again', async () => {
    const id = await robin.meeting([say(0, 'We ship on Friday.')]);
    const send = () =>
      robin
        .post(id, 'replace', { find: 'ship', replace: 'ship ship' })
        .set('Idempotency-Key', 'ship');
    const first = await send().expect(200);
    const again = await send().expect(200);
    expect(again.body).toEqual(first.body);
    expect((await textsOf(id))[0]).toBe('We ship ship on Friday.');
  });
});

it('fifty people who edit one meeting at once lose no edit that was answered 200', async () => {
  const segments = Array.from({ length: 10 }, (_, n) => say(n, `one two three four ${n}`));
  const id = await robin.meeting(segments);
  const members = await Promise.all(
    Array.from({ length: 5 }, () => fixture.person({ workspace: robin.scope, role: 'MEMBER' })),
  );
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, n) => {
      const member = members[n % members.length] ?? robin;
      const segment = n % 10;
      if (n % 5 === 3) return member.post(id, `segments/${segment}/split`, { word: 1 });
      if (n % 5 === 4) return member.post(id, 'replace', { find: `${segment}`, replace: `${n}` });
      return member.patch(id, segment, { text: `one two three by ${n}` });
    }),
  );
  const statuses = [...new Set(answers.map(({ status }) => status))].sort();
  expect([[200], [200, 400]]).toContainEqual(statuses);
  const rows = await fixture.dataSource.manager.find(TranscriptEdit, {
    where: { meetingId: id },
    order: { number: 'ASC' },
  });
  const told = answers.flatMap(({ status, body }) =>
    status === 200 ? ((body as WireAnswer).edit?.id ?? []) : [],
  );
  expect(told.sort()).toEqual(rows.map((row) => row.id).sort());
  expect(rows.map(({ number }) => number)).toEqual(rows.map((_, at) => at + 1));
  // What each one found is what the one before left.
  const now = new Map(segments.map((segment) => [segment.id, segment.text]));
  for (const { before, after } of rows) {
    for (const { id: segment, text } of before.flat()) {
      expect(now.get(segment)).toBe(text);
      now.delete(segment);
    }
    for (const { id: segment, text } of after.flat()) now.set(segment, text);
  }
  const shown = await robin.read(id);
  expect(new Map(shown.segments.map((one) => [one.id, one.text]))).toEqual(now);
  expect(shown.edits).toBe(rows.length);
  const { updatedAt } = await fixture.dataSource.manager.findOneByOrFail(Meeting, { id });
  expect(updatedAt.getTime()).toBeGreaterThanOrEqual(rows.at(-1)?.createdAt.getTime() ?? NaN);
});
