import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Meeting, newId, StageRun } from '@memo/entities';
import { startMinutes, type MinutesFixture, type Person } from '../../../test/minutes-fixture.ts';

let fixture: MinutesFixture;
let robin: Person;

beforeAll(async () => {
  fixture = await startMinutes();
  robin = await fixture.person();
});

afterAll(() => fixture.close());

const pathOf = (id: string, rest = '') => `/transcription/meetings/${id}/minutes/${rest}`;

const sent = ({
  text,
  segment_ids,
  quote,
}: {
  text: string;
  segment_ids: number[];
  quote: string | null;
}) => {
  return { text, segment_ids, quote };
};

describe('GET …/minutes/', () => {
  it('is the note, statement by statement, by the names that speakers have, at three paths', async () => {
    const id = await robin.noted();
    const body = await robin.read(id);
    expect(body).toMatchObject({
      ...{ meeting_id: id, number: 1, status: 'COMPLETED', version: 1, edited: false, others: [] },
      summary: 'Ann sends the offer. A room is booked.',
      summary_points: [
        { text: 'Ann sends the offer.', support: 'supported', quote_changed: false },
        { text: 'A room is booked.', segment_ids: [1], quote: 'book a room', support: null },
      ],
      key_points: '1. Ann sends the offer.',
      action_items: [{ task: 'Send the offer', assigned_to: 'Ann' }, { task: 'Book a room' }],
    });
    for (const prefix of ['/api/v1/web', '/api']) {
      expect((await robin.send('get', prefix + pathOf(id)).expect(200)).body).toEqual(body);
    }
  });

  it('is 404 with a sentence for a meeting without a note, and for minutes it has not', async () => {
    const bare = { summary: null, summaryPoints: null, keyPoints: null, actionItems: null };
    const id = await robin.noted({ ...bare, status: 'PROCESSING' });
    const none = await robin.send('get', pathOf(id)).expect(404);
    expect(none.body).toEqual({ detail: expect.stringContaining('no minutes yet') });
    const other = await robin.noted();
    await robin.send('get', pathOf(other, `?id=${newId()}`)).expect(404);
    await (await fixture.person()).send('get', pathOf(other)).expect(404);
  });
});

describe('PATCH …/minutes/', () => {
  it('makes a version, which is the note of the meeting in every place from then on', async () => {
    const id = await robin.noted();
    const { summary_points: points } = await robin.read(id);
    const [offer] = points;
    if (offer === undefined) throw new Error('no statement');
    const body = { summary_points: [sent(offer), { text: 'Robin brings cake.' }] };
    const edited = await robin.send('patch', pathOf(id), body).expect(200);
    expect(edited.body).toMatchObject({
      ...{ version: 2, edited: true, author_id: robin.user.id },
      summary: 'Ann sends the offer. Robin brings cake.',
      summary_points: [{ ...offer }, { text: 'Robin brings cake.', segment_ids: [], quote: null }],
    });
    const meeting = await robin.send('get', `/meetings/${id}`).expect(200);
    expect(meeting.body).toMatchObject({ summary: 'Ann sends the offer. Robin brings cake.' });
    const list = await robin.send('get', '/meetings/').expect(200);
    expect(JSON.stringify(list.body)).toContain('Robin brings cake.');
    const exported = await robin.send('get', `/meetings/${id}/export?format=txt`).expect(200);
    expect(exported.text).toContain('Robin brings cake.');
    // By its label: a speaker who is named anew is called so in it.
    const { summary } = await fixture.dataSource.manager.findOneByOrFail(Meeting, { id });
    expect(summary).toBe('Speaker1 sends the offer. Robin brings cake.');
  });

  it('tells the dashboard a minute later, once for all that is changed until then', async () => {
    const id = await robin.noted();
    const { workspaceId } = robin.scope;
    const delivered = { stage: 'sync', status: 'succeeded', finishedAt: new Date() } as const;
    await fixture.dataSource.manager.insert(StageRun, {
      id: newId(),
      ...{ workspaceId, meetingId: id, ...delivered },
    });
    const before = Date.now();
    await robin.send('patch', pathOf(id), { summary: 'One.' }).expect(200);
    const [first] = await fixture.runsOf(id);
    expect(first).toMatchObject({ stage: 'sync', status: 'queued' });
    expect(Number(first?.dueAt) - before).toBeGreaterThanOrEqual(60_000);
    await robin.send('patch', pathOf(id), { summary: 'Two.' }).expect(200);
    expect(await fixture.runsOf(id)).toEqual([first]);
    const meeting = await robin.send('get', `/meetings/${id}`).expect(200);
    expect(meeting.body).toMatchObject({ dashboard_status: 'PENDING' });
  });

  it('leaves a meeting alone that no dashboard is told of', async () => {
    const id = await robin.noted({ dashboardStatus: 'NOT_CONFIGURED' });
    const { workspaceId } = robin.scope;
    const ended = { stage: 'sync', status: 'succeeded' } as const;
    const run = { id: newId(), workspaceId, meetingId: id, ...ended };
    await fixture.dataSource.manager.insert(StageRun, run);
    await robin.send('patch', pathOf(id), { summary: 'One.' }).expect(200);
    expect(await fixture.runsOf(id)).toMatchObject([{ status: 'succeeded' }]);
  });

  it.each<[string, object, (string | number)[]]>([
    ['a segment that is not there', { segment_ids: [9] }, ['segment_ids', 0]],
    ['a quote that nobody said', { segment_ids: [0], quote: 'never said' }, ['quote']],
    ['words of another segment', { segment_ids: [0], quote: 'book a room' }, ['quote']],
  ])('refuses %s as evidence', async (_, evidence, at) => {
    const id = await robin.noted();
    const statement = { text: 'Something else.', ...evidence };
    const answer = await robin.send('patch', pathOf(id), { key_point_items: [statement] });
    expect(answer.status).toBe(422);
    expect(answer.body).toMatchObject({ detail: [{ loc: ['body', 'key_point_items', 0, ...at] }] });
    expect(await robin.read(id)).toMatchObject({ version: 1 });
  });

  it('takes words of the transcript for new words of the editor', async () => {
    const id = await robin.noted();
    const statement = { text: 'Friday it is.', segment_ids: [0], quote: 'on Friday' };
    const answer = await robin.send('patch', pathOf(id), { key_point_items: [statement] });
    expect(answer.body).toMatchObject({ key_point_items: [{ ...statement, support: null }] });
  });

  it('does not write over what its client has not read', async () => {
    const id = await robin.noted();
    const read = await robin.send('get', pathOf(id)).expect(200);
    const match = { 'if-match': read.get('ETag') ?? '' };
    const first = await robin.send('patch', pathOf(id), { summary: 'One.' }, match).expect(200);
    const late = await robin.send('patch', pathOf(id), { summary: 'Two.' }, match).expect(412);
    expect(late.body).toEqual({ detail: expect.stringContaining('Read it again') });
    const next = { 'if-match': first.get('ETag') ?? '' };
    await robin.send('patch', pathOf(id), { summary: 'Three.' }, next).expect(200);
    expect(await robin.read(id)).toMatchObject({ summary: 'Three.', version: 3 });
  });

  it('loses none of many that are made at once: each is a version', async () => {
    const id = await robin.noted();
    const words = Array.from({ length: 30 }, (_, number) => `Edit ${number}.`);
    const answers = await Promise.all(
      words.map((summary) => robin.send('patch', pathOf(id), { summary })),
    );
    expect(answers.map(({ status }) => status)).toEqual(words.map(() => 200));
    const list = await robin.send('get', pathOf(id, 'versions/')).expect(200);
    const { versions } = list.body as { versions: { version: number }[] };
    const kept = await Promise.all(
      versions.map(({ version }) => robin.send('get', pathOf(id, `versions/${version}`))),
    );
    const summaries = kept.map(({ body }) => (body as { summary: string }).summary);
    expect(summaries).toEqual(expect.arrayContaining(words));
  });

  it('is for those who may change meetings', async () => {
    const id = await robin.noted();
    const workspace = robin.scope;
    const member = await fixture.person({ workspace, role: 'MEMBER' });
    await member.send('patch', pathOf(id), { summary: 'Of a member.' }).expect(200);
    const viewer = await fixture.person({ workspace, role: 'VIEWER' });
    await viewer.send('get', pathOf(id)).expect(200);
    await viewer.send('patch', pathOf(id), { summary: 'No.' }).expect(403);
    await (await fixture.person()).send('patch', pathOf(id), { summary: 'No.' }).expect(404);
  });
});
