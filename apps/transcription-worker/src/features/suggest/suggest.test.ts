import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { AiCall, newId, Template } from '@memo/entities';
import { createJobRequester, type JobRequester, type Suggestion } from '@memo/jobs';
import { silentLogger } from '@memo/logging';
import { createSuggestionKeys } from '@memo/storage';
import { buildAccount, buildTone, buildWav, waitFor } from '@memo/testing';
import { startWorker, type WorkerFixture } from '../../../test/worker-fixture.ts';

const keys = createSuggestionKeys();
const general = '01890a5d-ac96-774b-bcce-b302099a8001';
const salesCall = '01890a5d-ac96-774b-bcce-b302099a8002';
const said = { speaker: 'spk_1', text: 'The discount is ten percent.', startMs: 100, endMs: 900 };

let fixture: WorkerFixture;
let requester: JobRequester;

async function start(): Promise<void> {
  fixture = await startWorker();
  const { producer, redis } = fixture;
  requester = createJobRequester({ producer, redisUrl: redis.url, logger: silentLogger });
}

async function stop(): Promise<void> {
  await requester.close();
  await fixture.close();
}

const { signal } = new AbortController();

/** Plays the API: stores a recording, asks, and removes it. */
async function suggest(
  kind: Suggestion['kind'],
  { sound = buildTone(2), timeoutMs = 20_000 } = {},
): Promise<Suggestion> {
  const suggestionId = newId();
  const key = keys.recording(suggestionId);
  await fixture.storage.put(key, Readable.from([sound]), { contentType: 'audio/wav' });
  const { workspaceId } = fixture.scope;
  try {
    const body = { kind, suggestionId, workspaceId };
    return await requester.request('suggest', body, { timeoutMs, signal });
  } finally {
    await fixture.storage.delete([key]);
  }
}

const asked = () => [fixture.asked('transcribe'), fixture.asked('generate')];

describe('the worker', () => {
  beforeAll(start);
  afterAll(stop);
  beforeEach(() => fixture.gemini.onTranscribe(() => [said]));
  afterEach(() => fixture.gemini.clearFaults());

  it('suggests a title and a description from what was said', async () => {
    fixture.gemini.onGenerate(() => ({ title: 'Ten percent discount' }));
    expect(await suggest('title')).toEqual({ kind: 'title', title: 'Ten percent discount' });
    expect(fixture.gemini.requests.at(-1)?.prompt).toContain('Speaker1: The discount is ten');
    fixture.gemini.onGenerate(() => ({ description: 'They agree on a discount.' }));
    expect(await suggest('description')).toEqual({
      kind: 'description',
      description: 'They agree on a discount.',
    });
  });

  it('puts what it paid for on the ledger of the workspace, and of no meeting', async () => {
    const { manager } = fixture.dataSource;
    const { workspaceId } = fixture.scope;
    await manager.delete(AiCall, { workspaceId });
    fixture.gemini.onGenerate(() => ({ title: 'Ten percent discount' }));
    await suggest('title');
    const rows = await manager.find(AiCall, { where: { workspaceId }, order: { askedAt: 'ASC' } });
    const paid = { stage: 'suggest', meetingId: null, provider: 'gemini' };
    expect(rows).toMatchObject([
      { ...paid, audioMs: expect.closeTo(2_000, -2) },
      { ...paid, audioMs: null },
    ]);
  });

  it('suggests one of the templates the workspace can see, and no other', async () => {
    const { manager } = fixture.dataSource;
    const stranger = await buildAccount(manager);
    const make = async (workspaceId: string, title: string, isActive = true) => {
      const id = newId();
      await manager.insert(Template, { id, workspaceId, title, keyPointsPrompt: [], isActive });
      return id;
    };
    const own = await make(fixture.scope.workspaceId, 'Renewal talk');
    const others = await make(stranger.workspaceId, 'Secret plan');
    const retired = await make(fixture.scope.workspaceId, 'Retired one', false);
    const choice = (id: string, confidence: number) => {
      return { template_id: id, confidence, reason: 'They talk about a discount.' };
    };
    fixture.gemini.onGenerate(() => ({
      suggestions: [
        choice(others, 1),
        choice(retired, 1),
        choice(randomUUID(), 1),
        choice(salesCall, 0.5),
        choice(own, 0.8),
      ],
    }));
    expect(await suggest('template')).toEqual({
      kind: 'template',
      best: { templateId: own, templateName: 'Renewal talk', confidence: 0.8 },
      reason: 'They talk about a discount.',
      alternatives: [{ templateId: salesCall, templateName: 'Sales call', confidence: 0.5 }],
    });
    const instructions = fixture.gemini.requests.at(-1)?.instructions ?? '';
    for (const visible of ['Renewal talk', own, 'General meeting', general]) {
      expect(instructions).toContain(visible);
    }
    for (const hidden of ['Secret plan', others, 'Retired one']) {
      expect(instructions).not.toContain(hidden);
    }
  });

  it('suggests the general template where nothing points to another', async () => {
    fixture.gemini.onGenerate(() => ({ suggestions: [] }));
    expect(await suggest('template')).toMatchObject({
      best: { templateId: general, templateName: 'General meeting', confidence: 0.1 },
      alternatives: [],
    });
  });

  it('listens to 45 seconds at most, however long the recording is', async () => {
    fixture.gemini.onGenerate(() => ({ title: 'A tone' }));
    await suggest('title', { sound: buildTone(120) });
    const asked = fixture.gemini.requests.findLast(({ kind }) => kind === 'transcribe');
    expect(asked?.bytes).toBeGreaterThan(44 * 32_000);
    expect(asked?.bytes).toBeLessThan(45 * 32_000 + 200);
  });

  it('asks nobody about a recording in which nothing sounds', async () => {
    const before = asked();
    await expect(suggest('title', { sound: buildWav(64_000) })).rejects.toMatchObject({
      kind: 'invalid_input',
      message: expect.stringContaining('nothing to base a suggestion on'),
    });
    expect(asked()).toEqual(before);
  });

  it('asks no language model where nothing was said', async () => {
    fixture.gemini.onTranscribe(() => []);
    const before = fixture.asked('generate');
    await expect(suggest('title')).rejects.toMatchObject({ code: 'no_speech' });
    expect(fixture.asked('generate')).toBe(before);
  });

  it('says that a recording does not decode', async () => {
    const sound = buildWav(44);
    await expect(suggest('title', { sound })).rejects.toMatchObject({
      kind: 'invalid_input',
      code: 'audio_undecodable',
    });
  });

  it('does not pay for an answer nobody waits for any more', async () => {
    const before = asked();
    const envelope = { version: 1, replyTo: 'memo:replies:none', requestId: randomUUID() };
    const body = { kind: 'title', suggestionId: newId(), workspaceId: newId() } as const;
    const payload = { ...body, ...envelope, deadline: Date.now() - 1 };
    await fixture.producer.enqueue('suggest', payload, { jobId: 'late' });
    fixture.gemini.onGenerate(() => ({ title: 'After it' }));
    await suggest('title');
    expect(asked()).toEqual(before.map((count) => count + 1));
  });

  it('stops when nobody waits any more, and keeps nothing', async () => {
    fixture.gemini.failNext({ kind: 'hang' }, 'transcribe');
    await expect(suggest('title', { timeoutMs: 1_500 })).rejects.toMatchObject({ kind: 'timeout' });
    const queue = fixture.producer.queues.find(({ name }) => name === 'transcription');
    await waitFor('the job to go', async () => (await queue?.getJobs())?.length === 0);
    expect(await fixture.storage.listKeys(keys.prefix)).toEqual([]);
  });

  it.each([
    ['down', { kind: 'overloaded' }],
    ['at its limit', { kind: 'rate_limited', retryDelayMs: 9_000 }],
    // Whoever waits for a suggestion cannot mend it.
    ['given a bad key', { kind: 'suspended_key' }],
  ] as const)('with a provider that is %s fails at once, without another try', async (_, fault) => {
    fixture.gemini.onGenerate(() => ({ title: 'Never' }));
    const [before] = asked();
    fixture.gemini.failNext(fault, 'transcribe');
    await expect(suggest('title')).rejects.toMatchObject({ kind: 'unavailable' });
    expect(asked()[0]).toBe((before ?? 0) + 1);
  });
});

describe('a provider that keeps failing', () => {
  beforeEach(start);
  afterEach(stop);

  it('is not asked again for a while, and people hear at once', async () => {
    for (let n = 0; n < 5; n++) fixture.gemini.failNext({ kind: 'overloaded' }, 'transcribe');
    for (let n = 0; n < 5; n++) {
      await expect(suggest('title')).rejects.toMatchObject({ kind: 'unavailable' });
    }
    const before = asked();
    await expect(suggest('title')).rejects.toMatchObject({
      kind: 'unavailable',
      code: 'provider_paused',
      retryAfterMs: expect.any(Number),
    });
    expect(asked()).toEqual(before);
  });
});
