import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { AiCall, type Meeting } from '@memo/entities';
import { answerNote } from '@memo/testing/gemini';
import { startSummarize, type SummarizeFixture } from './test/summarize-fixture.ts';

let fixture: SummarizeFixture;
let meeting: Meeting;

beforeAll(async () => {
  fixture = await startSummarize();
  fixture.gemini.onGenerate(answerNote({ summary: 'They agreed.' }));
});

beforeEach(async () => {
  meeting = await fixture.transcribed(['Shall we take ten percent?', 'Agreed, let us do it.']);
});

afterAll(() => fixture.close());

const answerBadly = () => fixture.gemini.failNext({ kind: 'truncated' }, 'generate');
const spent = () => fixture.manager.findBy(AiCall, { meetingId: meeting.id });

it('a bad answer is asked for once more, and both are on the ledger with their tokens', async () => {
  answerBadly();
  const { run } = await fixture.run(meeting);
  expect(run).toMatchObject({ status: 'succeeded', attempts: 0 });
  const paid = { stage: 'summarize', outputTokens: expect.any(Number) };
  expect(await spent()).toMatchObject([paid, paid]);
});

it('two bad answers are tried again later, which pays for none of them again and is no dead end', async () => {
  const before = fixture.gemini.requests.length;
  answerBadly();
  answerBadly();
  const { run } = await fixture.run(meeting);
  expect(run).toMatchObject({
    status: 'queued',
    attempts: 1,
    error: { code: 'bad_answer', detail: expect.stringContaining('MAX_TOKENS') },
  });
  const { meeting: finished } = await fixture.run(meeting);
  expect(finished).toMatchObject({ status: 'COMPLETED', summary: 'They agreed.' });
  await fixture.begunAgain(meeting);
  await fixture.run(meeting);
  expect(fixture.gemini.requests.length - before).toBe(3);
  expect(await spent()).toHaveLength(3);
});
