import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TranscriptGeneration } from '@memo/entities/transcripts';
import { eventsOf } from '@memo/testing';
import { auditRows } from '../../../test/audit-rows.ts';
import {
  pathOf,
  say,
  startTranscripts,
  type Editor,
  type TranscriptFixture,
} from './test/transcript-fixture.ts';
import type { WireEdits } from './transcript.schemas.ts';

let fixture: TranscriptFixture;
let robin: Editor;

beforeAll(async () => {
  fixture = await startTranscripts();
  robin = await fixture.person();
});

afterAll(() => fixture.close());

const dialogue = () => [say(0, 'We ship on Friday.'), say(1, 'Good.', 'S2'), say(2, 'Bye now.')];

const textsOf = async (id: string) => (await robin.read(id)).segments.map(({ text }) => text);

const edits = async (id: string, query = ''): Promise<WireEdits> => {
  const answer = await robin.ask('get', `${pathOf(id)}/edits${query}`).expect(200);
  return answer.body as WireEdits;
};

describe('an edit', () => {
  it.each(['new', 'old'] as const)(
    'is read everywhere, and what the machine heard stays (%s form)',
    async (form) => {
      const id = await robin.meeting(dialogue(), {}, form);
      const answer = await robin.patch(id, 0, {
        text: 'We  ship on Monday.\n',
        speaker: 'Speaker2',
      });
      expect(answer.body).toMatchObject({
        ...{ changed: true, matches: 0, segment_ids: [0] },
        edit: {
          ...{ number: 1, kind: 'change', generation: 1, undoes: null, undone: false },
          made_by: { id: robin.user.id, name: robin.user.name },
          before: [{ id: 0, speaker_key: 'S1', text: 'We ship on Friday.' }],
          after: [{ id: 0, speaker_key: 'S2', text: 'We ship on Monday.' }],
        },
      });
      const { segments, edited } = await robin.read(id, '?words=true');
      expect(edited).toBe(true);
      expect(segments[0]?.words?.map(({ text, confidence }) => [text, confidence])).toEqual([
        ...['We', 'ship', 'on'].map((text) => [text, 0.9]),
        ['Monday.', null],
      ]);
      const machine = { meetingId: id };
      const { manager } = fixture.dataSource;
      const heard = await manager.findOneByOrFail(TranscriptGeneration, machine);
      expect(heard.segments[0]?.text).toBe('We ship on Friday.');
      expect(heard.words[0]?.words.map(({ text }) => text).at(-1)).toBe('Friday.');

      const exported = (format: string) =>
        robin.ask('get', `/api/v1/mobile/meetings/${id}/export?format=${format}`).expect(200);
      expect((await exported('md')).text).toContain('We ship on Monday.');
      expect((await exported('srt')).text).toContain('Monday.');
      for (const [word, count] of [
        ['monday', 1],
        ['friday', 0],
      ] as const) {
        const found = await robin.ask('get', `/api/v1/mobile/meetings/?search=${word}`).expect(200);
        const ids = (found.body as { data: { id: string }[] }).data.map((one) => one.id);
        expect(ids.filter((one) => one === id)).toHaveLength(count);
      }
      expect(await eventsOf(fixture.dataSource, id)).toEqual([
        { kind: 'transcript.changed', details: {} },
      ]);
      const { workspaceId } = robin.scope;
      const audited = await auditRows(fixture.dataSource, { workspaceId });
      const entry = audited.find(({ subject }) => subject === id);
      expect(entry).toMatchObject({ action: 'transcript.edited', details: { kind: 'change' } });
      expect(JSON.stringify(audited)).not.toContain('Monday');
    },
  );

  it('that changes nothing is none', async () => {
    const id = await robin.meeting(dialogue());
    const answer = await robin.patch(id, 0, { text: 'We ship on Friday.', speaker: 'S1' });
    expect(answer.body).toEqual({ changed: false, matches: 0, segment_ids: [], edit: null });
    expect((await edits(id)).total).toBe(0);
  });

  it('is made to the version that If-Match names, or not at all', async () => {
    const id = await robin.meeting(dialogue());
    const etag = String((await robin.ask('get', `${pathOf(id)}/`)).get('ETag'));
    await robin.patch(id, 1, { text: 'Fine.' }).set('If-Match', etag).expect(200);
    const late = await robin.patch(id, 1, { text: 'Bad.' }).set('If-Match', etag).expect(412);
    expect((late.body as { detail: string }).detail).toMatch(/^Somebody changed this/);
    expect(await textsOf(id)).toEqual(['We ship on Friday.', 'Fine.', 'Bye now.']);
  });

  it('is refused while another transcript is about to take its place, not while a note is made', async () => {
    const anew = (from: 'transcribe' | 'summarize') =>
      robin.meeting(dialogue(), { status: 'PROCESSING', nextGeneration: 2, reprocess: { from } });
    const replaced = await robin.patch(await anew('transcribe'), 0, { text: 'Lost.' }).expect(409);
    expect((replaced.body as { detail: string }).detail).toMatch(/^Another transcript/);
    await robin.patch(await anew('summarize'), 0, { text: 'Kept.' }).expect(200);
  });
});

describe('segments', () => {
  it('are split, given away and merged, and their ids are not given twice', async () => {
    const id = await robin.meeting(dialogue());
    const split = await robin.post(id, 'segments/0/split', { word: 2 }).expect(200);
    expect(split.body).toMatchObject({
      segment_ids: [0, 3],
      edit: { after: [{ text: 'We ship' }, { id: 3, text: 'on Friday.', start_ms: 1_000 }] },
    });
    const range = { from_segment: 3, to_segment: 1, speaker: 'S2' };
    const moved = await robin.post(id, 'segments/move', range).expect(200);
    expect(moved.body).toMatchObject({ segment_ids: [3], edit: { kind: 'move' } });
    await robin.post(id, 'segments/merge', { segment_ids: [3, 1] }).expect(200);
    await robin.post(id, 'segments/3/split', { at_ms: 10_000 }).expect(200);
    const { segments } = await robin.read(id);
    expect(segments.map((one) => [one.id, one.speaker_key, one.text])).toEqual([
      [0, 'S1', 'We ship'],
      [3, 'S2', 'on Friday.'],
      [4, 'S2', 'Good.'],
      [2, 'S1', 'Bye now.'],
    ]);
  });

  it.each<[what: string, status: number, path: string, body: object]>([
    ['of another meeting', 404, 'segments/9/split', { word: 1 }],
    ['cut outside', 400, 'segments/0/split', { character: 4_000 }],
    ['cut twice', 422, 'segments/0/split', { character: 4, word: 1 }],
    ['cut nowhere', 422, 'segments/0/split', {}],
    ['merged with none', 422, 'segments/merge', { segment_ids: [0] }],
    ['merged with one far away', 409, 'segments/merge', { segment_ids: [0, 2] }],
    ['given to nobody', 404, 'segments/move', { from_segment: 0, to_segment: 1, speaker: 'S9' }],
    ['with a NUL', 422, 'replace', { find: 'ship', replace: 'a\0b' }],
    ['with nothing to find', 422, 'replace', { find: ' \n ', replace: 'x' }],
    ['of a name that is no number', 422, 'segments/first/split', { word: 1 }],
  ])('%s are refused with %d', async (_, status, path, body) => {
    const id = await robin.meeting(dialogue());
    const answer = await robin.post(id, path, body).expect(status);
    expect(answer.body).toHaveProperty('detail');
    expect(await textsOf(id)).toEqual(['We ship on Friday.', 'Good.', 'Bye now.']);
  });

  it.each<[what: string, status: number, body: object]>([
    ['nothing', 422, {}],
    ['a text of megabytes', 413, { text: 'x'.repeat(3_000_000) }],
    ['a text that no segment holds', 422, { text: 'x'.repeat(100_001) }],
    ['a name instead of a key', 404, { speaker: 'Robin' }],
  ])('are not changed to %s', async (_, status, body) => {
    const id = await robin.meeting(dialogue());
    await robin.patch(id, 0, body).expect(status);
    expect((await edits(id)).total).toBe(0);
  });

  it('say nothing where nothing was said, and exports leave them out', async () => {
    const id = await robin.meeting(dialogue());
    await robin.patch(id, 1, { text: ' \u0007 ' }).expect(200);
    expect(await textsOf(id)).toEqual(['We ship on Friday.', '', 'Bye now.']);
    const path = `/api/v1/mobile/meetings/${id}/export?format=txt`;
    expect((await robin.ask('get', path).expect(200)).text).not.toContain('Speaker2');
  });
});

describe('an edit that is undone', () => {
  it('leaves the bytes that were there before it, and can be done again', async () => {
    const id = await robin.meeting(dialogue());
    const bytes = async () => JSON.stringify((await robin.read(id, '?words=true')).segments);
    const machine = await bytes();
    const split = await robin.made(robin.post(id, 'segments/0/split', { character: 9 }));
    const parted = await bytes();
    const undo = await robin.made(robin.post(id, `edits/${split}/undo`));
    expect(await bytes()).toBe(machine);
    await robin.post(id, `edits/${split}/undo`).expect(409);
    await robin.post(id, `edits/${undo}/undo`).expect(200);
    expect(await bytes()).toBe(parted);
    const { data, total } = await edits(id);
    expect(total).toBe(3);
    expect(data.map(({ number, kind, undone }) => [number, kind, undone])).toEqual([
      [3, 'undo', false],
      [2, 'undo', true],
      [1, 'split', false],
    ]);
    const page = await edits(id, `?limit=1&cursor=${data[0]?.id ?? ''}`);
    expect(page.data.map(({ number }) => number)).toEqual([2]);
    expect(page.next_cursor).toBe(data[1]?.id);
  });

  it('is none that others stand upon: nothing is merged wrongly', async () => {
    const id = await robin.meeting(dialogue());
    const first = await robin.made(robin.patch(id, 0, { text: 'We ship on Monday.' }));
    await robin.patch(id, 0, { text: 'We ship on Tuesday.' }).expect(200);
    await robin.patch(id, 1, { text: 'Fine.' }).expect(200);
    const answer = await robin.post(id, `edits/${first}/undo`).expect(409);
    expect(answer.body).toEqual({
      detail: 'What edit 1 made was changed by a later edit. Undo that one first.',
    });
    expect(await textsOf(id)).toEqual(['We ship on Tuesday.', 'Fine.', 'Bye now.']);
    await robin.post(await robin.meeting(dialogue()), `edits/${first}/undo`).expect(404);
  });
});

describe('a note on a transcript that was edited', () => {
  const point = { text: 'They ship on Friday.', segment_ids: [0], quote: 'ship on Friday.' };

  it('says which of its quotes do not stand any more, and points at what is there', async () => {
    const id = await robin.meeting(dialogue(), {
      summary: 'They ship on Friday.',
      summaryPoints: [point],
      keyPoints: [{ text: 'Good.', segment_ids: [1], quote: 'Good.' }],
      actionItems: [
        { task: 'Ship', assigned_to: null, due_date: null, segment_ids: [0], quote: 'We ship' },
      ],
    });
    const meeting = async () =>
      (await robin.ask('get', `/api/v1/mobile/meetings/${id}`).expect(200)).body as object;
    expect(await meeting()).toMatchObject({ summary_points: [{ quote_changed: false }] });
    await robin.post(id, 'segments/0/split', { word: 2 }).expect(200);
    await robin.post(id, 'segments/merge', { segment_ids: [3, 1] }).expect(200);
    expect(await meeting()).toMatchObject({
      summary_points: [{ segment_ids: [0, 3], quote_changed: false }],
      key_point_items: [{ segment_ids: [3], quote_changed: false }],
      action_items: [{ segment_ids: [0], quote_changed: false }],
    });
    await robin.patch(id, 3, { text: 'on Monday. Good.' }).expect(200);
    expect(await meeting()).toMatchObject({
      summary_points: [{ segment_ids: [0, 3], quote: 'ship on Friday.', quote_changed: true }],
      key_point_items: [{ quote_changed: false }],
    });
    const exported = await robin.ask('get', `/api/v1/mobile/meetings/${id}/export?format=md`);
    expect(exported.text).toContain('the words that this rests on were edited since');
  });
});
