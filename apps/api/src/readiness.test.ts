import { expect, it } from '@jest/globals';
import { createDataSource, isMigrated } from '@memo/entities/connections';
import { createJobProducer } from '@memo/jobs';
import { silentLogger } from '@memo/logging';
import { createS3Storage } from '@memo/storage';
import { createEmptyTestDatabase } from '@memo/testing';
import { readinessOf } from './readiness.ts';

const closed = 'http://127.0.0.1:1';

it('a wrong S3_ENDPOINT, a wrong REDIS_URL, a database without tables and a refused key are told for what they are', async () => {
  const database = await createEmptyTestDatabase();
  const dataSource = createDataSource({ url: database.url, poolSize: 1 });
  await dataSource.initialize();
  const storage = createS3Storage({
    ...{ bucket: 'none', endpoint: closed, region: 'us-east-1', publicEndpoint: undefined },
    credentials: { accessKeyId: 'x', secretAccessKey: 'y' },
  });
  const producer = createJobProducer({ redisUrl: 'redis://127.0.0.1:1', logger: silentLogger });
  const { readiness, advice } = readinessOf({
    isMigrated: () => isMigrated(dataSource),
    ...{ storage, producer },
    engineProblems: () => Promise.resolve(['Gemini refuses the API key.']),
  });
  try {
    const sentences = await Promise.all(
      Object.entries({ ...readiness, ...advice }).map(async ([name, check]) => [
        name,
        await check().then(
          () => null,
          (error: unknown) => String(error),
        ),
      ]),
    );
    expect(Object.fromEntries(sentences)).toEqual({
      postgres: expect.stringContaining('npm run migrate'),
      storage: expect.stringContaining('S3_ENDPOINT'),
      redis: expect.stringContaining('REDIS_URL'),
      engine: expect.stringContaining('refuses the API key'),
    });
  } finally {
    storage.close();
    await producer.close();
    await dataSource.destroy();
    await database.close();
  }
});
