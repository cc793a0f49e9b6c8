import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Meeting } from '@memo/entities';
import type { WireMeeting, WireMeetingListItem } from '@memo/meetings';
import { startMeetings, type MeetingsFixture, type Person } from '../test/meetings-fixture.ts';

let fixture: MeetingsFixture;
let person: Person;

beforeAll(async () => {
  fixture = await startMeetings();
  person = await fixture.person();
});

afterAll(() => fixture.close());

const said = { segment_ids: [0], quote: 'Sentence 1.' };
const note = {
  summary: 'Speaker1 and Speaker 2 agree.',
  summaryPoints: [{ text: 'Speaker1 and Speaker2 agree.', ...said }],
  keyPoints: [{ text: "Speaker2's price.", ...said }],
  actionItems: [{ task: 'Speaker2 writes', assigned_to: 'Speaker1', due_date: null, ...said }],
};

const measured = (number: number) => ({
  ...{ key: `S${number}`, label: `Speaker${number}`, talk_time_ms: 1_000, talk_share: 0.5 },
  ...{ words: 2, words_per_minute: 120, turns: 1, longest_monologue_ms: 1_000, questions: 0 },
});
const metrics = {
  ...{ duration_ms: 2_000, speech_ms: 2_000, silence_ms: 0, silence_share: 0, overlap_ms: 0 },
  ...{ words: 4, turns: 2, speakers: [measured(1), measured(2)] },
  activity: [{ minute: 0, speech_ms: 2_000, speakers: { S1: 1_000, S2: 1_000 } }],
};

async function addNoted(columns: Partial<Omit<Meeting, 'analyticsData'>> = {}): Promise<string> {
  const id = await person.addSpoken(2);
  const analyzed = { analyticsStatus: 'COMPLETED', analyticsData: metrics } as const;
  await fixture.dataSource.manager.update(Meeting, { id }, { ...note, ...analyzed, ...columns });
  return id;
}

const rename = (id: string, speaker_updates: Record<string, string>) =>
  person.send('put', `/${id}/speaker-names/bulk`, { speaker_updates }).expect(200);

const read = async (id: string) =>
  (await person.send('get', `/${id}`).expect(200)).body as WireMeeting;

async function listed(id: string): Promise<WireMeetingListItem> {
  const { data } = await person.list({ limit: 1_000 });
  const [found] = data.filter((meeting) => meeting.id === id);
  if (found === undefined) throw new Error('The meeting is not in the list.');
  return found;
}

const exported = async (id: string, format: string) =>
  (await person.send('get', `/${id}/export?format=${format}`).buffer(true).expect(200)).text;

const namesIn = ({ summary, key_points, action_items }: WireMeetingListItem) => [
  summary,
  key_points,
  ...action_items.flatMap(({ task, assigned_to }) => [task, assigned_to]),
];

const speakersIn = ({ analytics_data }: WireMeeting) =>
  (analytics_data?.speakers as { name: string; talk_time_ms: number }[]).map(
    ({ name, talk_time_ms }) => [name, talk_time_ms],
  );

describe('a speaker who gets a name', () => {
  it('has it in the note, its list, the metrics and every export', async () => {
    const id = await addNoted();
    await rename(id, { Speaker1: 'John Doe', Speaker2: 'Jane' });
    const named = ['John Doe and Jane agree.', "1. Jane's price.", 'Jane writes', 'John Doe'];
    const meeting = await read(id);
    expect(namesIn(meeting)).toEqual(named);
    expect(meeting.summary_points.map(({ text }) => text)).toEqual(['John Doe and Jane agree.']);
    expect(meeting.key_point_items.map(({ text }) => text)).toEqual(["Jane's price."]);
    expect(speakersIn(meeting)).toEqual([
      ['John Doe', 1_000],
      ['Jane', 1_000],
    ]);
    expect(namesIn(await listed(id))).toEqual(named);
    expect(JSON.parse(await exported(id, 'json'))).toMatchObject({ summary: named[0] });
    const markdown = await exported(id, 'md');
    for (const text of ['John Doe and Jane agree.', "Jane's price.", 'Jane writes']) {
      expect(markdown).toContain(text);
    }
    expect(markdown).not.toMatch(/Speaker ?\d/);
  });

  it('and another later has the other, and none again when it is taken away', async () => {
    const id = await addNoted();
    await rename(id, { Speaker1: 'Jon' });
    await rename(id, { Jon: 'John Doe' });
    expect((await read(id)).action_items).toMatchObject([{ assigned_to: 'John Doe' }]);
    await rename(id, { 'John Doe': 'Speaker1' });
    expect((await read(id)).action_items).toMatchObject([{ assigned_to: 'Speaker1' }]);
  });

  it('that is the label of another is not taken for that one', async () => {
    const id = await addNoted();
    await rename(id, { Speaker1: 'Speaker2', Speaker2: 'Speaker1' });
    const [summary, , task, owner] = namesIn(await read(id));
    expect([summary, task, owner]).toEqual([
      'Speaker2 and Speaker1 agree.',
      'Speaker1 writes',
      'Speaker2',
    ]);
  });

  it('is merged with those of one name in the metrics', async () => {
    const id = await addNoted();
    await rename(id, { Speaker1: 'Ann', Speaker2: 'Ann' });
    const meeting = await read(id);
    expect(speakersIn(meeting)).toEqual([['Ann', 2_000]]);
    expect(meeting.analytics_data).toMatchObject({ activity: [{ speakers: { S1: 2_000 } }] });
    expect(meeting.summary).toBe('Ann and Ann agree.');
  });

  it('changes neither what was said nor what somebody wrote', async () => {
    const id = await addNoted({
      ...{ title: 'Speaker1', titleGiven: true },
      ...{ description: 'About Speaker1', descriptionGiven: true },
      actionItems: [{ ...note.actionItems[0], quote: 'Speaker1 does it' }] as never,
    });
    await rename(id, { Speaker1: 'Ann' });
    expect(await read(id)).toMatchObject({
      ...{ title: 'Speaker1', description: 'About Speaker1' },
      action_items: [{ quote: 'Speaker1 does it', assigned_to: 'Ann' }],
    });
  });
});

it('metrics of an earlier transcript are not shown beside another one', async () => {
  const id = await addNoted({ analyticsStatus: 'PROCESSING' });
  expect((await read(id)).analytics_data).toBeNull();
});
