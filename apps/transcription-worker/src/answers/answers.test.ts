import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createPricing } from '@memo/ai';
import { AiCall, Meeting, newId } from '@memo/entities';
import { createDatabase } from '@memo/entities/connections';
import { silentLogger } from '@memo/logging';
import type { StageClaim } from '@memo/pipeline';
import { createMeetingKeys, createS3Storage, type ObjectStorage } from '@memo/storage';
import { buildAccount, buildMeeting, createTestDatabase, type TestDatabase } from '@memo/testing';
import { startS3, type TestS3 } from '@memo/testing/s3';
import { z } from 'zod';
import { createAiCallsRepository } from './ai-calls.repository.ts';
import { createAiCalls, type AiCalls } from './ai-calls.ts';
import { createAnswers, type Answers } from './answers.ts';

const schema = z.object({
  text: z.string(),
  provider: z.string(),
  model: z.string(),
  usage: z
    .object({
      inputTokens: z.number(),
      outputTokens: z.number(),
      audioSeconds: z.number().exactOptional(),
    })
    .nullable(),
});
type Answer = z.output<typeof schema>;

const paid: Answer = {
  text: 'Agreed.',
  provider: 'gemini',
  model: 'model-1-of-november',
  usage: { inputTokens: 1_000, outputTokens: 100 },
};

const keys = createMeetingKeys('meetings/audio/');

let database: TestDatabase;
let s3: TestS3;
let storage: ReturnType<typeof createS3Storage>;
let calls: AiCalls;
let answers: Answers;
let claim: StageClaim;
/** How often the provider was asked, and so paid. */
let asked: number;
const { signal } = new AbortController();

beforeAll(async () => {
  [database, s3] = await Promise.all([createTestDatabase(), startS3()]);
  storage = createS3Storage(s3);
  calls = createAiCalls({
    repository: createAiCallsRepository(createDatabase(database.dataSource)),
    pricing: createPricing({
      asOf: '2026-11-20',
      models: {
        'model-1': { inputPerMillionTokens: 2, outputPerMillionTokens: 12 },
        'by-minute': { perAudioMinute: 0.006 },
        free: { perAudioMinute: 0 },
      },
    }),
  });
  answers = answersWith({});
});

afterAll(async () => {
  storage.close();
  await Promise.all([database.close(), s3.close()]);
});

beforeEach(async () => {
  const { manager } = database.dataSource;
  const { id: meetingId, workspaceId } = await buildMeeting(manager, await buildAccount(manager));
  asked = 0;
  claim = {
    userId: 0,
    runId: newId(),
    meetingId,
    workspaceId,
    stage: 'transcribe',
    part: 0,
    generation: 1,
    epoch: 1,
    attempts: 0,
    crashes: 0,
    ageMs: 0,
    waits: 0,
    waitingFor: null,
    waitingMs: 0,
    material: null,
    traceParent: null,
  };
});

const answersWith = (broken: { calls?: AiCalls; storage?: ObjectStorage }): Answers =>
  createAnswers({
    ...{ storage, keys, calls, logger: silentLogger },
    answered: () => undefined,
    ...broken,
  });

const question = (about: unknown = 'chunk 0', answer: Answer = paid) => ({
  about,
  audioMs: 600_000,
  schema,
  of: 'speech' as const,
  ask: () => {
    asked += 1;
    return Promise.resolve(answer);
  },
});

const rows = (): Promise<AiCall[]> =>
  database.dataSource.manager.find(AiCall, {
    where: { workspaceId: claim.workspaceId },
    order: { askedAt: 'ASC' },
  });

/** A worker that dies, or a server that is away, at this point. */
const away = () => Promise.reject(new Error('away'));

describe('an answer', () => {
  it('goes on the ledger as it arrives, with what the provider counted and its cost of today', async () => {
    const { answer } = await answers.once(claim, question(), signal);
    expect(answer).toEqual(paid);
    expect(await rows()).toEqual([
      {
        id: expect.any(String),
        workspaceId: claim.workspaceId,
        meetingId: claim.meetingId,
        stage: 'transcribe',
        answerHash: expect.stringMatching(/^[\da-f]{64}$/),
        provider: 'gemini',
        model: 'model-1-of-november',
        audioMs: 600_000,
        inputTokens: 1_000,
        outputTokens: 100,
        costMicroUsd: 3_200,
        pricesAsOf: '2026-11-20',
        askedAt: expect.any(Date),
      },
    ]);
  });

  it('is paid for and counted once however often it is wanted', async () => {
    const first = await answers.once(claim, question(), signal);
    const again = await answers.once({ ...claim, epoch: 2, generation: 2 }, question(), signal);
    expect(again).toEqual(first);
    expect(asked).toBe(1);
    expect(await rows()).toHaveLength(1);
    expect(await answers.read(first.key, schema)).toEqual(paid);
  });

  it('that could not be used and the one that is asked for instead count one each', async () => {
    await answers.once(claim, question(['chunk 0', 'try 1']), signal);
    await answers.once(claim, question(['chunk 0', 'try 2']), signal);
    await answers.once(claim, question(['chunk 0', 'try 1']), signal);
    await answers.once(claim, question(['chunk 0', 'try 2']), signal);
    expect(asked).toBe(2);
    expect(await rows()).toHaveLength(2);
  });

  it('of a meeting that was deleted meanwhile counts all the same', async () => {
    const { manager } = database.dataSource;
    const ask = async () => {
      await manager.delete(Meeting, claim.meetingId);
      return paid;
    };
    await answers.once(claim, { ...question(), ask }, signal);
    expect(await rows()).toMatchObject([{ meetingId: claim.meetingId, costMicroUsd: 3_200 }]);
  });

  it('without a price has no cost, and one that is free costs 0', async () => {
    await answers.once(claim, question('a', { ...paid, model: 'unheard-of' }), signal);
    await answers.once(claim, question('b', { ...paid, model: 'free', usage: null }), signal);
    const [unpriced, free] = await rows();
    expect(unpriced).toMatchObject({ costMicroUsd: null, pricesAsOf: null, inputTokens: 1_000 });
    expect(free).toMatchObject({ costMicroUsd: 0, pricesAsOf: '2026-11-20', inputTokens: null });
  });

  it('is billed by the seconds its provider counted, where it did', async () => {
    const usage = { inputTokens: 0, outputTokens: 0, audioSeconds: 300 };
    await answers.once(claim, question('a', { ...paid, model: 'by-minute', usage }), signal);
    expect(await rows()).toMatchObject([{ audioMs: 300_000, costMicroUsd: 30_000 }]);
  });

  it('with counts no provider can mean is kept, and they are taken for unknown', async () => {
    const usage = { inputTokens: 1e12, outputTokens: -1 };
    await answers.once(claim, question('a', { ...paid, usage }), signal);
    const unknown = { inputTokens: null, outputTokens: null, costMicroUsd: null };
    expect(await rows()).toMatchObject([unknown]);
  });
});

describe('a crash', () => {
  it('between keeping an answer and recording it is made good by the claim that finds it, at its time', async () => {
    const crashed = answersWith({ calls: { record: away } });
    await expect(crashed.once(claim, question(), signal)).rejects.toThrow('away');
    expect(await rows()).toEqual([]);
    const found = new Date();
    expect((await answers.once(claim, question(), signal)).answer).toEqual(paid);
    await answers.once(claim, question(), signal);
    expect(asked).toBe(1);
    const [row, ...others] = await rows();
    expect(others).toEqual([]);
    expect(row?.askedAt.getTime()).toBeLessThanOrEqual(found.getTime());
  });

  it('between recording an answer and keeping it costs another, and both are counted', async () => {
    const crashed = answersWith({ storage: { ...storage, putText: away } });
    await expect(crashed.once(claim, question(), signal)).rejects.toThrow('away');
    expect(await rows()).toHaveLength(1);
    await answers.once(claim, question(), signal);
    expect(asked).toBe(2);
    expect(await rows()).toHaveLength(2);
  });

  it('before the provider answered leaves nothing behind', async () => {
    await expect(answers.once(claim, { ...question(), ask: away }, signal)).rejects.toThrow('away');
    expect(await rows()).toEqual([]);
    expect(await storage.listKeys(keys.prefix(claim.meetingId))).toEqual([]);
  });

  it('of the connection while it records leaves the answer to be found', async () => {
    const { dataSource } = database;
    await dataSource.query('ALTER TABLE ai_calls RENAME TO away');
    try {
      await expect(answers.once(claim, question(), signal)).rejects.toThrow('ai_calls');
    } finally {
      await dataSource.query('ALTER TABLE away RENAME TO ai_calls');
    }
    await answers.once(claim, question(), signal);
    expect(asked).toBe(1);
    expect(await rows()).toHaveLength(1);
  });
});

describe('what is no longer wanted', () => {
  it('is not asked for', async () => {
    const stopped = AbortSignal.abort(new Error('the worker is stopping'));
    await expect(answers.once(claim, question(), stopped)).rejects.toThrow('stopping');
    expect(asked).toBe(0);
  });
});

describe('two workers with the same question', () => {
  it('count one answer each when both were paid for, though the answers are the same', async () => {
    await Promise.all([
      answers.once(claim, question(), signal),
      answers.once(claim, question(), signal),
    ]);
    const paidFor = asked;
    await Promise.all([
      answers.once(claim, question(), signal),
      answers.once(claim, question(), signal),
    ]);
    expect(asked).toBe(paidFor);
    expect(await rows()).toHaveLength(paidFor);
  });
});

describe('an answer that was kept before there was a ledger', () => {
  it('is found, paid for no more, and counted once', async () => {
    const { key } = await answers.once(claim, question(), signal);
    await database.dataSource.manager.delete(AiCall, { meetingId: claim.meetingId });
    await storage.putText(key, JSON.stringify(paid), 'application/json');
    await answers.once(claim, question(), signal);
    await answers.once(claim, question(), signal);
    expect(await answers.read(key, schema)).toEqual(paid);
    expect(asked).toBe(1);
    expect(await rows()).toHaveLength(1);
  });
});
