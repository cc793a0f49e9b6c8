import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTransact, Meeting, newId, type Transact } from '@memo/entities';
import { silentLogger } from '@memo/logging';
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
import { createMeetingsService, type MeetingsDeps } from './meetings.service.ts';

const fields = {
  title: 'Weekly sync',
  description: null,
  participants: [],
  templateid: null,
  custom_template_points: null,
  speakers_expected: null,
  languages: [],
};

let database: TestDatabase;
let s3: TestS3;
let storage: ReturnType<typeof createS3Storage>;
let scope: UserScope;
let deps: Omit<MeetingsDeps, 'transact'>;

beforeAll(async () => {
  [database, s3] = await Promise.all([createTestDatabase(), startS3()]);
  storage = createS3Storage(s3);
  deps = {
    repository: createMeetingsRepository(database.dataSource),
    audit: { record: () => Promise.resolve() },
    pipeline: {
      begin: () => Promise.resolve(),
      progress: () => Promise.resolve(new Map()),
      forget: () => Promise.resolve(),
    },
    storage,
    keys: createMeetingKeys('meetings/audio/'),
    logger: silentLogger,
  };
  scope = await buildAccount(database.dataSource.manager);
});

afterAll(async () => {
  storage.close();
  await Promise.all([database.close(), s3.close()]);
});

/** Creates a meeting over a connection that breaks, and tells what became of it and of its recording. */
async function createOver(transact: Transact) {
  const service = createMeetingsService({ ...deps, transact });
  const id = newId();
  let discarded = false;
  const upload = {
    recordings: [],
    discard: () => {
      discarded = true;
      return Promise.resolve();
    },
  };
  // No recordings: what is inserted for them does not matter here.
  await expect(service.create(scope, id, fields, upload)).rejects.toThrow('connection lost');
  return { discarded, exists: await database.dataSource.manager.existsBy(Meeting, { id }) };
}

describe('a connection that breaks while a meeting is created', () => {
  it('before the commit: no meeting, and its recording is discarded', async () => {
    const outcome = await createOver(() => Promise.reject(new Error('connection lost')));
    expect(outcome).toEqual({ exists: false, discarded: true });
  });

  it('after the commit: the meeting is there, and keeps its recording', async () => {
    const transact = createTransact(database.dataSource);
    const outcome = await createOver(async (work) => {
      await transact(work);
      throw new Error('connection lost');
    });
    expect(outcome).toEqual({ exists: true, discarded: false });
  });
});

it('a meeting is deleted though the storage never answers', async () => {
  const { manager } = database.dataSource;
  const { id } = await buildMeeting(manager, scope);
  const service = createMeetingsService({
    ...deps,
    transact: createTransact(database.dataSource),
    storage: { ...storage, listKeys: () => new Promise(() => undefined) },
    clearingMs: 1,
  });
  await service.delete(scope, id);
  expect(await service.get(scope, id).catch((error: unknown) => error)).toMatchObject({
    kind: 'not_found',
  });
});
