import { describe, expect, it } from '@jest/globals';
import type { MeetingDocument } from '@memo/transcript';
import { createRenderer } from './renderer.ts';

const meeting: MeetingDocument = {
  title: 'Weekly',
  date: 'today',
  duration: null,
  participants: [],
  coverage: null,
  warnings: [],
  summary: [],
  keyPoints: [],
  actionItems: [],
  lines: [],
};

/** A passage every two seconds makes 21,600 in twelve hours. */
const long = (passages: number): MeetingDocument => ({
  ...meeting,
  lines: Array.from({ length: passages }, (_, index) => ({
    time: '11:59:59',
    speaker: `Speaker ${index % 4}`,
    text: 'and then we go on to talk about it again',
  })),
});

/** Somebody who waits as long as it takes, or until the signal. */
const one = (signal = new AbortController().signal, caller = 'user:1') => ({ caller, signal });

describe('making a document', () => {
  it('is refused after a short wait while others take their time, and told when to try again', async () => {
    const render = createRenderer({ atOnce: 1, waitMs: 1 });
    const gone = new AbortController();
    const first = render('pdf', meeting, one(gone.signal));
    await expect(render('pdf', meeting, one())).rejects.toMatchObject({
      kind: 'unavailable',
      retryAfterMs: 10_000,
    });
    gone.abort(new Error('left'));
    await expect(first).rejects.toThrow('left');
  });

  it('waits for its turn, and one that was left makes room', async () => {
    const render = createRenderer({ atOnce: 1, waitMs: 20_000 });
    const gone = new AbortController();
    const first = render('pdf', meeting, one(gone.signal));
    const second = render('pdf', meeting, one());
    gone.abort(new Error('left'));
    await expect(first).rejects.toThrow('left');
    const { stream, sizeBytes } = await second;
    const chunks = await stream.toArray();
    expect(Buffer.concat(chunks as Buffer[])).toHaveLength(sizeBytes);
  });

  it('waits for room in memory while a long one is made, and is not overtaken', async () => {
    const render = createRenderer({ atOnce: 3, memoryMb: 400, waitMs: 20_000 });
    const order: string[] = [];
    const ask = async (name: string, asked: MeetingDocument) => {
      const { stream } = await render('docx', asked, one());
      order.push(name);
      stream.destroy();
    };
    await Promise.all([ask('short', meeting), ask('long', long(5_000)), ask('last', meeting)]);
    expect(order).toEqual(['short', 'long', 'last']);
  });

  it('of more than fits into memory is refused, and told what to do', async () => {
    const render = createRenderer();
    await expect(render('pdf', long(40_000), one())).rejects.toMatchObject({
      kind: 'too_large',
      message: 'This meeting is too long for a pdf. Export it as txt, md or json instead.',
    });
  });

  it('of all that people can say in twelve hours is not too long', async () => {
    const { stream, sizeBytes } = await createRenderer()('docx', long(21_000), one());
    stream.destroy();
    expect(sizeBytes).toBeGreaterThan(100_000);
  }, 60_000);

  it('ends when it takes too long', async () => {
    const render = createRenderer({ timeoutMs: 1 });
    await expect(render('docx', meeting, one())).rejects.toMatchObject({ kind: 'timeout' });
  });

  it('is not begun for somebody who has left', async () => {
    const gone = AbortSignal.abort(new Error('left'));
    await expect(createRenderer()('docx', meeting, one(gone))).rejects.toThrow('left');
  });

  it('says in the log alone what went wrong, and makes room for the next', async () => {
    const render = createRenderer({ atOnce: 1 });
    const broken = { ...meeting, lines: 'none' } as unknown as MeetingDocument;
    await expect(render('pdf', broken, one())).rejects.toMatchObject({
      kind: 'internal',
      message: 'Making a pdf failed.',
      cause: expect.any(Error),
    });
    const { stream } = await render('pdf', meeting, one());
    stream.destroy();
  });
});
