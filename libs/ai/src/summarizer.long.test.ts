import { describe, expect, it } from '@jest/globals';
import {
  always,
  modelThatSays,
  segment,
  hints,
  type ScriptedAnswer,
  type ScriptedRequest,
} from '../test/scripted-summarizer.ts';
import { createExtractiveLanguageModel } from './offline/language-model.ts';
import { createSummarizer } from './summarizer.ts';

const decision = 'We decided to close the office in Lisbon.';
/** Three hours, a remark every five seconds, with one decision in the middle. */
const long = Array.from({ length: 2_160 }, (_, id) =>
  segment(
    id,
    id === 1_080 ? decision : `Remark ${id} of the meeting, which is about the budget of the year.`,
  ),
);

const invented = { segment_ids: [0], quote: 'I will never send it.' };

/** What an honest model says of a part: its first words, the decision if it is there, and a task. */
function ofPart(request: ScriptedRequest): ScriptedAnswer {
  const first = request.segments[0] ?? segment(0, '');
  const rests = { segment_ids: [first.id], quote: first.text };
  const decided = request.segments.find(({ text }) => text === decision);
  return {
    summary: [{ text: `They begin with ${first.id}.`, ...rests }],
    key_points:
      decided === undefined
        ? []
        : [{ text: 'Lisbon is closed.', segment_ids: [decided.id], quote: decision }],
    action_items: [{ task: 'Look at the budget', assigned_to: null, due_date: null, ...rests }],
  };
}

describe('the note of three hours', () => {
  const honest = () =>
    modelThatSays((request) => {
      if (request.task === 'summarize') return ofPart(request);
      const points = listedPoints(request.instructions);
      const keyPoints = points.filter(({ kind }) => kind === 'key point');
      return { summary: points.slice(0, 2), key_points: keyPoints, same_tasks: [[1, 2]] };
    });

  it('is made of every section, so that a decision in the middle is in it', async () => {
    const { asked, summarize } = honest();
    const note = await summarize(long);
    const sections = asked.slice(0, -1);
    expect(sections.length).toBeGreaterThanOrEqual(3);
    expect(sections.flatMap(({ segments }) => segments)).toEqual(long);
    expect(note).toMatchObject({
      summary: expect.stringContaining('They begin with 0.'),
      keyPoints: [{ text: 'Lisbon is closed.', segment_ids: [1_080], quote: decision }],
      unsupported: 0,
    });
  });

  it('is written from the points of the sections and the segments they rest on', async () => {
    const { asked, summarize } = honest();
    await summarize(long);
    const { task, instructions = '', segments = [] } = asked.at(-1) ?? {};
    expect(task).toBe('summarize-parts');
    expect(segments.map(({ text }) => text)).toContain(decision);
    expect(segments.length).toBeLessThan(10);
    const middle = listedPoints(instructions).find(({ kind }) => kind === 'key point');
    expect(middle).toMatchObject({ time: '1:30:00', segment_ids: [1_080], quote: decision });
  });

  it('has the instructions of template and upload in every question', async () => {
    const { asked, summarize } = honest();
    await summarize(long);
    for (const { instructions } of asked) {
      expect(instructions).toContain('\n> Begin with the price.\n');
      expect(instructions.indexOf('Rules.')).toBeGreaterThan(instructions.indexOf('> Begin'));
    }
  });

  it('keeps every task of a section, also when the whole forgets it, and says a repeated one once', async () => {
    const { asked, summarize } = honest();
    const { actionItems } = await summarize(long);
    const begins = asked.slice(0, -1).map(({ segments }) => segments[0]?.id ?? -1);
    expect(actionItems.map(({ segment_ids: ids }) => ids)).toEqual([
      begins.slice(0, 2),
      ...begins.slice(2).map((id) => [id]),
    ]);
  });

  it('drops what the whole adds to its sections, and has their key points when it gives none', async () => {
    const { summarize } = modelThatSays((request, position) =>
      request.task === 'summarize'
        ? ofPart(request)
        : { summary: [{ text: `Invented ${position}`, ...invented }] },
    );
    expect(await summarize(long)).toMatchObject({
      summary: 'Lisbon is closed.',
      keyPoints: [{ text: 'Lisbon is closed.' }],
      unsupported: 1,
    });
  });

  it('asks about three sections at a time', async () => {
    let running = 0;
    let most = 0;
    const { summarize } = honest();
    await summarize(long, {
      once: async ({ ask }) => {
        most = Math.max(most, (running += 1));
        await new Promise((resolve) => setImmediate(resolve));
        running -= 1;
        return ask();
      },
    });
    expect(most).toBe(3);
  });

  it('of which no section says anything says so, and the whole is not asked for', async () => {
    const { asked, summarize } = modelThatSays(() => ({}));
    expect(await summarize(long)).toMatchObject({ summary: expect.stringMatching(/^No summary/) });
    expect(asked.map(({ task }) => task)).not.toContain('summarize-parts');
  });

  it('is made without a language model too, every word of it said', async () => {
    const summarizer = createSummarizer(createExtractiveLanguageModel());
    const request = { hints, wanted: { title: true, description: true }, participants: [] };
    const note = await summarizer.summarize(
      { ...request, segments: long },
      always,
      new AbortController().signal,
    );
    expect(note).toMatchObject({ unsupported: 0, title: expect.any(String) });
    expect(note.summaryPoints.length).toBeGreaterThan(0);
  });
});

interface Listed {
  kind: string;
  text: string;
  segment_ids: number[];
  quote: string;
}

const listedPoints = (instructions: string): Listed[] =>
  instructions
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Listed);
