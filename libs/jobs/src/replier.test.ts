import { randomUUID } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { silentLogger as logger } from '@memo/logging';
import { startRedis, waitFor } from '@memo/testing';
import { createJobProducer } from './producer.ts';
import { createJobReplier } from './replier.ts';
import { createJobRequester } from './requester.ts';
import { createJobWorker } from './worker.ts';

it('requests leave room for other jobs however many they are, and all are answered in their turn', async () => {
  const redis = await startRedis();
  const redisUrl = redis.url;
  const producer = createJobProducer({ redisUrl, logger });
  const requester = createJobRequester({ producer, redisUrl, logger });
  const replier = createJobReplier({ redisUrl, atOnce: 1, logger });
  let others = 0;
  const other = () => {
    others += 1;
    return Promise.resolve({ kind: 'done' } as const);
  };
  let answer: () => void = () => undefined;
  const answering = new Promise<void>((resolve) => (answer = resolve));
  const worker = createJobWorker({
    queue: 'transcription',
    redisUrl,
    concurrency: 2,
    handlers: {
      ticket: other,
      suggest: replier.handler<'suggest'>(async ({ suggestionId }) => {
        await answering;
        return { kind: 'title', title: suggestionId };
      }),
    },
    logger,
  });
  try {
    const ids = Array.from({ length: 5 }, () => randomUUID());
    const options = { timeoutMs: 20_000, signal: new AbortController().signal };
    const asked = ids.map((suggestionId) =>
      requester.request(
        'suggest',
        { kind: 'title', suggestionId, workspaceId: randomUUID() },
        options,
      ),
    );
    const queue = producer.queues.find(({ name }) => name === 'transcription');
    await waitFor('the requests', async () => (await queue?.getJobs())?.length === ids.length);
    await producer.offer('transcription', 1);
    await waitFor('the other job', () => others === 1);
    answer();
    expect(await Promise.all(asked)).toEqual(ids.map((title) => ({ kind: 'title', title })));
  } finally {
    answer();
    await requester.close();
    await worker.close(0);
    replier.close();
    await producer.close();
    await redis.close();
  }
});
