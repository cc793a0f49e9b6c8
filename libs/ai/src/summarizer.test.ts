import { describe, expect, it } from '@jest/globals';
import { modelThatSays, segment } from '../test/scripted-summarizer.ts';
import type { AskOnce } from './note/questions.ts';

const short = [segment(0, 'I will send it.'), segment(1, 'Good, by Monday.')];
const said = { segment_ids: [0], quote: 'I will send it.' };
const invented = { segment_ids: [0], quote: 'I will never send it.' };

describe('a note', () => {
  it('says only what the transcript bears out, and how much was left out', async () => {
    const item = { task: 'Send it', assigned_to: 'Jane', due_date: 'next week' };
    const { summarize } = modelThatSays(() => ({
      summary: [
        { text: 'Jane sends it.', ...said },
        { text: 'Nobody pays.', ...invented },
      ],
      key_points: [
        { text: 'It is sent', ...said },
        { text: 'It is free', ...invented },
      ],
      action_items: [{ ...item, ...said }],
    }));
    expect(await summarize(short)).toEqual({
      summary: 'Jane sends it.',
      summaryPoints: [{ text: 'Jane sends it.', ...said }],
      keyPoints: [{ text: 'It is sent', ...said }],
      actionItems: [{ ...item, due_date: null, ...said }],
      unsupported: 3,
      title: null,
      description: null,
      provider: 'scripted',
      model: 'scripted-1',
      usage: { inputTokens: 100, outputTokens: 10 },
    });
  });

  it('is asked for once more when nothing supports its summary', async () => {
    const { asked, summarize } = modelThatSays((_, position) => ({
      summary: [{ text: 'Jane sends it.', ...(position === 0 ? invented : said) }],
    }));
    const note = await summarize(short);
    expect(note).toMatchObject({
      summary: 'Jane sends it.',
      unsupported: 0,
      usage: { inputTokens: 200, outputTokens: 20 },
    });
    expect(asked.map(({ instructions }) => instructions.includes('thrown away: its'))).toEqual([
      false,
      true,
    ]);
  });

  it('has its key points as summary when there is no support for one twice', async () => {
    const { asked, summarize } = modelThatSays(() => ({
      summary: [{ text: 'Nobody pays.', ...invented }],
      key_points: [{ text: 'It is sent.', ...said }],
    }));
    expect(await summarize(short)).toMatchObject({
      summary: 'It is sent.',
      summaryPoints: [{ text: 'It is sent.', ...said }],
      unsupported: 1,
    });
    expect(asked).toHaveLength(2);
  });

  it('says so when nothing at all is supported', async () => {
    const { summarize } = modelThatSays(() => ({
      summary: [{ text: 'Nobody pays.', ...invented }],
    }));
    expect(await summarize(short)).toMatchObject({
      summary: 'No summary could be made that the words of this meeting support.',
      summaryPoints: [],
      keyPoints: [],
      unsupported: 1,
    });
  });

  it('names the meeting only where it is asked to', async () => {
    const { asked, summarize } = modelThatSays(() => ({
      summary: [{ text: 'Jane sends it.', ...said }],
      title: ' The sending,\nby Monday. ',
      description: 'It is sent. To whom is open. By Monday. Good.',
    }));
    expect(await summarize(short, { wanted: { title: true, description: true } })).toMatchObject({
      title: 'The sending, by Monday',
      description: 'It is sent. To whom is open. By Monday.',
    });
    expect(await summarize(short)).toMatchObject({ title: null, description: null });
    const [named, unnamed] = asked.map(({ instructions }) => instructions);
    expect(named).toContain('\n- title:');
    expect(named).toContain('\n- description:');
    expect(unnamed).not.toMatch(/\n- (title|description):/);
  });

  it('is found again whether names are wanted or not: a re-run has those it was given by the first', async () => {
    const abouts: string[] = [];
    const { summarize } = modelThatSays(() => ({ summary: [{ text: 'Jane sends it.', ...said }] }));
    const once: AskOnce = ({ about, ask }) => {
      abouts.push(JSON.stringify(about));
      return ask();
    };
    await summarize(short, { once, wanted: { title: true, description: true } });
    await summarize(short, { once });
    expect(abouts[0]).toBe(abouts[1]);
  });
});

describe('a bad answer', () => {
  const bad = 'it is not JSON';
  const good = { summary: [{ text: 'Jane sends it.', ...said }] };

  it('is asked for once more, and both are paid for', async () => {
    const { asked, summarize } = modelThatSays((_, position) => (position === 0 ? bad : good));
    expect(await summarize(short)).toMatchObject({
      summary: 'Jane sends it.',
      usage: { inputTokens: 200, outputTokens: 20 },
    });
    expect(asked).toHaveLength(2);
  });

  it('twice is an error that is worth another try later', async () => {
    const { asked, summarize } = modelThatSays(() => bad);
    await expect(summarize(short)).rejects.toMatchObject({
      kind: 'unavailable',
      code: 'bad_answer',
      message: expect.stringContaining(bad),
    });
    expect(asked).toHaveLength(2);
  });

  it('that was kept is neither paid for again nor in the way of the next try', async () => {
    const kept = new Map<string, ReturnType<AskOnce>>();
    const once: AskOnce = ({ about, ask }) => {
      const key = JSON.stringify(about);
      const answer = kept.get(key) ?? ask();
      kept.set(key, answer);
      return answer;
    };
    const { asked, summarize } = modelThatSays((_, position) => (position < 5 ? bad : good));
    await expect(summarize(short, { once })).rejects.toMatchObject({ code: 'bad_answer' });
    await expect(summarize(short, { once })).rejects.toMatchObject({ code: 'bad_answer' });
    expect(asked).toHaveLength(4);
    expect(await summarize(short, { once })).toMatchObject({ summary: 'Jane sends it.' });
    expect(await summarize(short, { once })).toMatchObject({ summary: 'Jane sends it.' });
    expect(asked).toHaveLength(6);
  });
});
