import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { AiCall, Meeting, newId, Template } from '@memo/entities';
import { waitFor } from '@memo/testing';
import { answerNote, segmentsOf, type GenerateRequest } from '@memo/testing/gemini';
import { startSummarize, type SummarizeFixture } from './test/summarize-fixture.ts';

const said = ['Shall we take ten percent?', 'Agreed, I will send the offer by Friday.'];
const unnamed = { title: 'Untitled meeting', titleGiven: false };
const agreed = {
  summary: 'They agreed.',
  title: 'Ten percent',
  description: 'Two people agree on a discount.',
};

let fixture: SummarizeFixture;
let asked: GenerateRequest[];

beforeAll(async () => {
  fixture = await startSummarize();
});

beforeEach(() => {
  asked = [];
  answer(answerNote(agreed));
});

afterAll(() => fixture.close());

function answer(handler: (request: GenerateRequest, position: number) => unknown): void {
  fixture.gemini.onGenerate((request) => {
    asked.push(request);
    return handler(request, asked.length - 1);
  });
}

describe('a note', () => {
  it('leaves out what was not said, counts it, and quotes what was', async () => {
    answer(
      answerNote({
        summary: [
          { text: 'They agreed.', segment_ids: [1], quote: 'AGREED' },
          { text: 'They shook hands.', segment_ids: [1], quote: 'we shook hands' },
        ],
        key_points: [
          { text: 'Ten percent', segment_ids: [1], quote: 'ten percent' },
          { text: 'Nobody said this', segment_ids: [7] },
        ],
      }),
    );
    const { meeting } = await fixture.run(await fixture.transcribed(said));
    expect(meeting).toMatchObject({
      status: 'COMPLETED',
      summary: 'They agreed.',
      summaryPoints: [{ text: 'They agreed.', segment_ids: [1], quote: 'Agreed' }],
      // The quote stands in another segment than was named.
      keyPoints: [{ text: 'Ten percent', segment_ids: [0], quote: 'ten percent?' }],
      unsupportedPoints: 2,
    });
  });

  it('leaves blank an owner and a date that nobody named', async () => {
    const item = { segment_ids: [1], task: 'Send the offer' };
    answer(
      answerNote({
        ...agreed,
        action_items: [
          { ...item, assigned_to: 'speaker2', due_date: 'by friday' },
          { ...item, assigned_to: 'Julia', due_date: '2026-11-27' },
        ],
      }),
    );
    const { meeting } = await fixture.run(await fixture.transcribed(said));
    const quote = said[1];
    expect(meeting).toMatchObject({
      actionItems: [
        { ...item, quote, assigned_to: 'Speaker2', due_date: 'by Friday' },
        { ...item, quote, assigned_to: null, due_date: null },
      ],
      unsupportedPoints: 2,
    });
  });

  it('of a transcript that needs review is made as of any other', async () => {
    const { meeting } = await fixture.run(await fixture.transcribed(said, { needsReview: true }));
    expect(meeting).toMatchObject({ needsReview: true, summary: 'They agreed.' });
  });

  it.each([
    [0, 'No speech was found in this recording.'],
    [60_000, 'No words could be made out in this recording.'],
  ])(
    'of no words in %i ms of sound says so, asks nobody and names nothing',
    async (speechMs, summary) => {
      const { meeting } = await fixture.run(
        await fixture.transcribed([], { ...unnamed, speechMs }),
      );
      expect(meeting).toMatchObject({
        ...unnamed,
        status: 'COMPLETED',
        summary,
        summaryPoints: [],
        keyPoints: [],
        actionItems: [],
        unsupportedPoints: 0,
        description: null,
      });
      expect(asked).toEqual([]);
    },
  );
});

describe('title and description', () => {
  it('are given where nobody gave any, and stay ours to give', async () => {
    const { meeting } = await fixture.run(await fixture.transcribed(said, unnamed));
    expect(meeting).toMatchObject({
      title: agreed.title,
      titleGiven: false,
      description: agreed.description,
    });
  });

  it('that a person gave stay, and are not asked for', async () => {
    const given = { title: 'Sales', description: 'With Kim.' };
    const { meeting } = await fixture.run(await fixture.transcribed(said, given));
    expect(meeting).toMatchObject({ ...given, titleGiven: true });
    expect(Object.keys((asked[0]?.schema as { properties: object }).properties)).toEqual([
      'summary',
      'key_points',
      'action_items',
    ]);
  });

  it('that a person gives while the model thinks stay theirs', async () => {
    const meeting = await fixture.transcribed(said, unnamed);
    answer(async (request) => {
      const typed = { title: 'Typed meanwhile', titleGiven: true, description: '' };
      await fixture.manager.update(Meeting, meeting.id, typed);
      return answerNote(agreed)(request);
    });
    expect((await fixture.run(meeting)).meeting).toMatchObject({
      title: 'Typed meanwhile',
      description: '',
      summary: 'They agreed.',
    });
  });

  it('are one line of 80 characters and three sentences, whatever the model says', async () => {
    answer(
      answerNote({ ...agreed, title: 'ten\npercent '.repeat(20), description: 'A. B. C. D.' }),
    );
    const { meeting } = await fixture.run(await fixture.transcribed(said, unnamed));
    expect(meeting.title).toMatch(/^ten percent .{1,68}…$/);
    expect(meeting.description).toBe('A. B. C.');
  });

  it('of one note do not outlive it: another replaces them, and one that gives none leaves none', async () => {
    const meeting = await fixture.transcribed(said, { ...unnamed, description: null });
    await fixture.run(meeting);
    await fixture.hears(meeting, ['Ten percent, then?', 'Yes, by Monday.']);
    await fixture.begunAgain(meeting);
    const next = { title: 'Monday', description: 'They say when.' };
    answer(answerNote({ ...agreed, ...next }));
    expect((await fixture.run(meeting)).meeting).toMatchObject(next);
    await fixture.hears(meeting, []);
    await fixture.begunAgain(meeting);
    expect((await fixture.run(meeting)).meeting).toMatchObject({ ...unnamed, description: null });
  });

  it('of a re-run are found in the answer that was paid for', async () => {
    const meeting = await fixture.transcribed(said, unnamed);
    await fixture.run(meeting);
    await fixture.begunAgain(meeting);
    const again = await fixture.run(meeting);
    expect(again.meeting).toMatchObject({ title: agreed.title, description: agreed.description });
    expect(asked).toHaveLength(1);
  });
});

describe('a meeting that is made anew', () => {
  const beside = (from: 'assemble' | 'summarize') => ({
    ...{ status: 'PROCESSING' as const, nextGeneration: 2, reprocess: { from } },
    summary: 'As it was.',
  });

  it('gets no note about the transcript that is shown where it was to have another', async () => {
    const meeting = await fixture.transcribed(said, beside('assemble'));
    const { meeting: after, run } = await fixture.run(meeting);
    expect(after).toMatchObject({ summary: 'As it was.', generation: 1, nextGeneration: 2 });
    expect(run.status).not.toBe('succeeded');
    expect(asked).toEqual([]);
  });

  it('gets one where the note alone is made anew', async () => {
    const { meeting } = await fixture.run(await fixture.transcribed(said, beside('summarize')));
    expect(meeting).toMatchObject({ summary: agreed.summary, generation: 2, nextGeneration: null });
  });
});

describe('a meeting of three hours', () => {
  const decision = 'We decided to close the office in Lisbon.';
  const hours = Array.from({ length: 2_160 }, (_, id) =>
    id === 1_080 ? decision : `Remark ${id} of a meeting about the budget of the coming year.`,
  );
  const isWhole = ({ instructions }: GenerateRequest) => instructions.includes('POINTS BEGIN');
  /** What an honest model says: of a section, the decision where it is; of the whole, what the sections said. */
  const honest = (request: GenerateRequest): unknown => {
    const [id] = [...segmentsOf(request.prompt)].find(([, text]) => text === decision) ?? [];
    const points = id === undefined ? [] : [{ text: 'Lisbon is closed.', segment_ids: [id] }];
    return answerNote({ ...agreed, title: 'The budget', key_points: points })(request);
  };

  it('is read in sections, so that what was decided in the middle is in the note, with every instruction at both levels', async () => {
    answer(honest);
    const template = await fixture.manager.save(
      fixture.manager.create(Template, {
        id: newId(),
        workspaceId: fixture.scope.workspaceId,
        title: 'Board',
        summaryPrompt: 'Begin with the money.',
        keyPointsPrompt: ['Decisions'],
      }),
    );
    const { meeting, run } = await fixture.run(
      await fixture.transcribed(hours, { ...unnamed, templateId: template.id }),
    );
    expect(meeting).toMatchObject({
      status: 'COMPLETED',
      title: 'The budget',
      keyPoints: [{ text: 'Lisbon is closed.', segment_ids: [1_080], quote: decision }],
      unsupportedPoints: 0,
    });
    expect(run.result).toMatchObject({ provider: 'gemini', model: expect.any(String) });
    const sections = asked.filter((request) => !isWhole(request));
    expect(asked).toHaveLength(sections.length + 1);
    expect(sections.flatMap(({ prompt }) => [...segmentsOf(prompt).values()]).sort()).toEqual(
      hours.toSorted(),
    );
    for (const { instructions } of asked) {
      expect(instructions).toContain('\n> Begin with the money.\n');
      expect(instructions).toContain('\n> - Decisions\n');
    }
    expect(await fixture.manager.countBy(AiCall, { meetingId: meeting.id })).toBe(asked.length);
  });

  it('whose worker ends between two sections is not paid for again', async () => {
    const meeting = await fixture.transcribed(hours);
    const paid = () => fixture.manager.countBy(AiCall, { meetingId: meeting.id });
    const stopping = new AbortController();
    answer(async (request, position) => {
      if (position !== 2) return honest(request);
      await waitFor('two sections to be answered', async () => (await paid()) >= 2);
      stopping.abort();
      return honest(request);
    });
    const stopped = await fixture.run(meeting, stopping.signal);
    expect(stopped.run).toMatchObject({ status: 'queued', attempts: 0 });
    const kept = await paid();
    const before = asked.length;
    const { meeting: finished, run } = await fixture.run(meeting);
    expect(run).toMatchObject({ status: 'succeeded', epoch: 2 });
    expect(finished.keyPoints).toMatchObject([{ segment_ids: [1_080] }]);
    expect(asked.length - before).toBe((await paid()) - kept);
  });

  it('of which one section fails keeps the answers of the others', async () => {
    answer(honest);
    const meeting = await fixture.transcribed(hours);
    fixture.gemini.failNext({ kind: 'overloaded' }, 'generate');
    const failed = await fixture.run(meeting);
    expect(failed.run).toMatchObject({ status: 'queued', attempts: 0, waits: 1 });
    await waitFor('a try', async () => (await fixture.run(meeting)).run.status === 'succeeded');
    const prompts = asked.map(({ prompt }) => prompt);
    expect(new Set(prompts).size).toBe(prompts.length);
  });
});
