import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { wordErrorRate } from '@memo/testing/word-error-rate';
import { truth } from './sample-truth.ts';
import { startStack, type StackFixture } from './stack-fixture.ts';

let stack: StackFixture;

beforeAll(async () => {
  stack = await startStack({});
}, 60_000);

afterAll(() => stack.close(), 60_000);

it('without any key the offline engine makes a note of the sample call', async () => {
  const meeting = await stack.untilSettled(await stack.uploadSample());

  expect(meeting).toMatchObject({
    status: 'COMPLETED',
    analytics_status: 'COMPLETED',
    dashboard_status: 'NOT_CONFIGURED',
    transcription_engine: { provider: 'offline' },
  });
  for (const [side, speaker] of [
    ['microphone', 'Speaker1'],
    ['system', 'Speaker2'],
  ]) {
    const said = truth.filter((line) => line.side === side).map(({ text }) => text);
    const heard = meeting.transcription.filter((segment) => segment.speaker === speaker);
    const heardText = heard.map(({ text }) => text).join(' ');
    expect(wordErrorRate(said.join(' '), heardText)).toBeLessThanOrEqual(0.15);
  }
  expect(meeting.summary).not.toBe('');
  expect(meeting.action_items.map(({ due_date }) => due_date)).toContain('friday');
  expect(meeting.analytics_data.speakers).toHaveLength(2);
}, 120_000);
