import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { startTranscription, type TranscriptionFixture } from './test/transcription-fixture.ts';

let fixture: TranscriptionFixture;

beforeAll(async () => {
  fixture = await startTranscription({ ACCOUNT_MAX_USD_PER_MONTH: '0.5' });
});

afterAll(() => fixture.close());

beforeEach(() => fixture.clear());

const detail =
  'This workspace has spent 0.5 US dollars this month, the most it may. It can go on next month.';

it.each([
  ['retry', ({ id }: { id: string }) => `${id}/retry`],
  ['process-all', () => 'transcription/process-all'],
])('a workspace that has spent what it may asks no engine again by %s', async (_, path) => {
  const person = await fixture.person();
  const failed = await person.failed();
  await person.hasSpent(0.5);
  await person.post(path(failed)).expect(403, { detail });
  expect(await person.waitingRuns()).toBe(0);
  expect(await fixture.reload(failed)).toMatchObject({ status: 'FAILED' });
  expect(await fixture.tickets()).toBe(0);
  expect(await person.audited()).toEqual([]);
});

it('gaps are not asked about again either', async () => {
  const person = await fixture.person();
  const { id } = await person.withGap('no_words');
  await person.hasSpent(0.5);
  await person.post(`${id}/retry`).expect(403, { detail });
  expect(await person.waitingRuns()).toBe(0);
});

it.each([
  ['retry', ({ id }: { id: string }) => `${id}/retry`, 202],
  ['process-all', () => 'transcription/process-all', 200],
])('and has what costs nothing done again by %s', async (_, path, status) => {
  const person = await fixture.person();
  const undelivered = await person.undelivered();
  await person.hasSpent(0.5);
  await person.post(path(undelivered)).expect(status);
  expect(await person.waitingRuns()).toBe(1);
});

it('and by process-all has it done again beside what would cost something', async () => {
  const person = await fixture.person();
  const failed = await person.failed();
  await person.undelivered();
  await person.hasSpent(0.5);
  const answer = await person.post('transcription/process-all').expect(200);
  expect(answer.body).toMatchObject({ failed: 1 });
  expect(await person.waitingRuns()).toBe(1);
  expect(await fixture.reload(failed)).toMatchObject({ status: 'FAILED' });
});
