import { beforeAll, describe, expect, it } from '@jest/globals';
import type { SpokenSegment } from '../language-model.ts';
import { checkNote } from '../note/check-note.ts';
import { noteOfTranscript } from '../note/note-answer.ts';
import { createSaid } from '../note/said.ts';
import { createExtractiveLanguageModel } from './language-model.ts';
import { sampleTurns } from '../../test/sample.ts';

let call: SpokenSegment[];

beforeAll(async () => {
  const turns = await sampleTurns();
  call = turns.map(({ speaker, text, start_ms: startMs, end_ms: endMs }, id) => ({
    id,
    speaker,
    text,
    startMs,
    endMs,
  }));
});

const asHeard = (segments: SpokenSegment[]) =>
  segments.map((segment) => ({
    ...segment,
    text: segment.text.toLowerCase().replace(/[.,?]/g, ''),
  }));

const schema = noteOfTranscript({ title: false, description: false });

async function answerTo(segments: SpokenSegment[]) {
  const { signal } = new AbortController();
  const { value } = await createExtractiveLanguageModel().generate({
    task: 'summarize',
    instructions: '',
    segments,
    schema,
    signal,
  });
  if (value === null) throw new Error('the engine gave a bad answer');
  return value;
}

/** With the summary as text. */
async function summarize(segments: SpokenSegment[]) {
  const { summary, ...rest } = await answerTo(segments);
  return { ...rest, summary: summary.map(({ text }) => text).join(' ') };
}

/** The segments a summary is made of, in its order; what is left of it must be nothing. */
function segmentsOf(summary: string, segments: SpokenSegment[]): SpokenSegment[] {
  const found: SpokenSegment[] = [];
  let left = summary;
  while (left !== '') {
    const next = segments.find(({ text }) => left.startsWith(text));
    if (next === undefined) throw new Error(`This was never said: ${left}`);
    found.push(next);
    left = left.slice(next.text.length).replace(/^\.? ?/, '');
  }
  return found;
}

describe.each([
  ['written', (segments: SpokenSegment[]) => segments],
  ['heard', asHeard],
])('the extractive summary of the call as it is %s', (_, prepare) => {
  it('is made of two to four whole segments in the order they were spoken', async () => {
    const segments = prepare(call);
    const chosen = segmentsOf((await summarize(segments)).summary, segments);
    const ids = chosen.map(({ id }) => id);
    expect(ids.length).toBeGreaterThanOrEqual(2);
    expect(ids.length).toBeLessThanOrEqual(4);
    expect(ids).toEqual([...new Set(ids)].toSorted((a, b) => a - b));
  });

  it('has other segments as key points, each pointing at itself', async () => {
    const segments = prepare(call);
    const { summary, key_points: keyPoints } = await summarize(segments);
    expect(keyPoints.length).toBeGreaterThan(0);
    for (const { text, segment_ids: ids } of keyPoints) {
      expect(segments.filter(({ id }) => ids.includes(id)).map((segment) => segment.text)).toEqual([
        text,
      ]);
      expect(summary).not.toContain(text);
    }
  });

  it('rests on what was said, all of it', async () => {
    const segments = prepare(call);
    const answer = await answerTo(segments);
    const checked = checkNote(answer, createSaid(segments, { names: [] }));
    expect(checked).toMatchObject({
      summary: answer.summary,
      keyPoints: answer.key_points,
      unsupported: 0,
    });
    expect(checked.actionItems).toHaveLength(answer.action_items.length);
  });

  it('has action items in words of the segments they point at', async () => {
    const segments = prepare(call);
    const { action_items: items } = await summarize(segments);
    expect(items.length).toBeGreaterThanOrEqual(3);
    for (const { task, segment_ids: ids } of items) {
      expect(segments.find(({ id }) => id === ids[0])?.text).toContain(task);
    }
  });
});

describe('the extractive summary', () => {
  it('of nothing is empty', async () => {
    expect(await summarize([])).toEqual({ summary: '', key_points: [], action_items: [] });
  });

  it('prefers what the meeting keeps returning to over greetings', async () => {
    const { summary } = await summarize(call);
    expect(summary).toContain('business plan');
    expect(summary).not.toContain('Good morning');
  });

  it('says what was repeated only once', async () => {
    const repeated = call.slice(0, 4).map((segment) => ({ ...segment, text: 'the price is fair' }));
    const { summary, key_points: keyPoints } = await summarize(repeated);
    expect(summary).toBe('the price is fair.');
    expect(keyPoints).toEqual([]);
  });

  it('of a single short remark is that remark', async () => {
    const remark = call
      .slice(0, 1)
      .map((segment) => ({ ...segment, text: 'hello this is a test' }));
    expect((await summarize(remark)).summary).toBe('hello this is a test.');
  });
});
