import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from '@jest/globals';
import { startRedis } from '@memo/testing';

it('a process whose Redis is gone for good can end once its producer is closed', async () => {
  const redis = await startRedis();
  const script = `
    import { createJobProducer } from '${import.meta.resolve('./producer.ts')}';
    const quiet = () => undefined;
    const logger = { error: quiet, warn: quiet, info: quiet, debug: quiet };
    const producer = createJobProducer({ redisUrl: '${redis.url}', logger });
    await Promise.all(producer.queues.map((queue) => queue.waitUntilReady()));
    process.stdout.write('ready');
    process.stdin.resume().once('end', () => producer.close());`;
  const args = ['--import', 'tsx', '--input-type=module', '--eval', script];
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  try {
    await once(child.stdout, 'data');
    await redis.close();
    child.stdin.end();
    // It would try to reach Redis again for ever, and this test would never see its end.
    expect(await once(child, 'close')).toEqual([0, null]);
  } finally {
    child.kill('SIGKILL');
  }
});
