import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createPricing } from '@memo/ai';
import { createDatabase } from '@memo/entities/connections';
import { buildAccount, buildMeeting, createTestDatabase, type TestDatabase } from '@memo/testing';
import { createAiCallsRepository } from './ai-calls.repository.ts';
import { createAiCalls } from './ai-calls.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});

afterAll(() => database.close());

it('whoever counts the money is told of an answer once, however often it is entered, and where its cost is not known', async () => {
  const costs: (number | null)[] = [];
  const calls = createAiCalls({
    repository: createAiCallsRepository(createDatabase(database.dataSource)),
    pricing: createPricing({ asOf: '2026-11-20', models: { m: { inputPerMillionTokens: 2 } } }),
    onPaid: ({ costMicroUsd }) => costs.push(costMicroUsd),
  });
  const { manager } = database.dataSource;
  const { id: meetingId, workspaceId } = await buildMeeting(manager, await buildAccount(manager));
  const owner = { workspaceId, meetingId, stage: 'transcribe' as const };
  const enter = (answerHash: string, model: string) => {
    const usage = { inputTokens: 1_000, outputTokens: 100 };
    const answer = { provider: 'p', model, usage };
    return calls.record(owner, { answer, answerHash, audioMs: null, arrivedAt: new Date() });
  };
  await enter('one', 'm');
  await enter('one', 'm');
  await enter('two', 'unknown');
  expect(costs).toEqual([2_000, null]);
});
