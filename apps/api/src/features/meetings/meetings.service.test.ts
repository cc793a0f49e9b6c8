import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createDatabase, createTransact } from '@memo/entities/connections';
import { silentLogger } from '@memo/logging';
import { createMeetingReader } from '@memo/meetings';
import { createMeetingKeys, createS3Storage } from '@memo/storage';
import {
  buildAccount,
  buildMeeting,
  createTestDatabase,
  type TestDatabase,
  type UserScope,
} from '@memo/testing';
import { startS3, type TestS3 } from '@memo/testing/s3';
import { createMeetingsRepository } from './meetings.repository.ts';
import { createMeetingsService } from './meetings.service.ts';

let database: TestDatabase;
let s3: TestS3;
let storage: ReturnType<typeof createS3Storage>;
let scope: UserScope;

beforeAll(async () => {
  [database, s3] = await Promise.all([createTestDatabase(), startS3()]);
  storage = createS3Storage(s3);
  scope = await buildAccount(database.dataSource.manager);
});

afterAll(async () => {
  storage.close();
  await Promise.all([database.close(), s3.close()]);
});

it('a meeting is deleted though the storage never answers', async () => {
  const { dataSource } = database;
  const { id } = await buildMeeting(dataSource.manager, scope);
  const service = createMeetingsService({
    reader: createMeetingReader(createDatabase(dataSource)),
    repository: createMeetingsRepository(createDatabase(dataSource)),
    intake: { create: () => Promise.reject(new Error('nothing is made')) },
    audit: { record: () => Promise.resolve() },
    recordEvent: () => Promise.resolve(),
    pipeline: {
      progress: () => Promise.resolve(new Map()),
      forget: () => Promise.resolve(),
    },
    keys: createMeetingKeys('meetings/audio/'),
    logger: silentLogger,
    transact: createTransact(dataSource),
    storage: { ...storage, listKeys: () => new Promise(() => undefined) },
    clearingMs: 1,
  });
  await service.delete(scope, id);
  expect(await service.get(scope, id).catch((error: unknown) => error)).toMatchObject({
    kind: 'not_found',
  });
});
