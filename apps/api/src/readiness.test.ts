import { expect, it } from '@jest/globals';
import { migrate } from '@memo/entities';
import { createDataSource, isMigrated } from '@memo/entities/connections';
import { createJobProducer } from '@memo/jobs';
import { silentLogger } from '@memo/logging';
import { createS3Storage } from '@memo/storage';
import { createEmptyTestDatabase } from '@memo/testing';
import { startApi } from '../test/api-fixture.ts';
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
    mayChangeAudit: () => Promise.resolve(true),
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
      audit_role: expect.stringContaining('DATABASE_OWNER_URL'),
    });
  } finally {
    storage.close();
    await producer.close();
    await dataSource.destroy();
    await database.close();
  }
});

it('a role that may change the audit log is advised against, and the API is ready; one that may not is no matter', async () => {
  const owner = await startApi();
  const role = `memo_processes_${process.pid}`;
  await owner.dataSource.query(`CREATE ROLE ${role} LOGIN`);
  await migrate({ url: owner.databaseUrl, appRole: role });
  const asRole = new URL(owner.databaseUrl);
  asRole.username = role;
  const processes = await startApi({ DATABASE_URL: asRole.href });
  try {
    const mayChange = await owner.api.get('/ready').expect(200);
    const advised = { audit_role: expect.stringContaining('may change the audit log') };
    expect(mayChange.body).toMatchObject({ status: 'ready', details: advised });
    const mayNot = await processes.api.get('/ready').expect(200);
    expect((mayNot.body as { details?: object }).details ?? {}).not.toHaveProperty('audit_role');
  } finally {
    await processes.close();
    await owner.dataSource.query(`DROP OWNED BY ${role}; DROP ROLE ${role}`);
    await owner.close();
  }
});
