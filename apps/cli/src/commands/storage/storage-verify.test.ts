import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { newId } from '@memo/entities';
import { createMeetingKeys, createS3Storage } from '@memo/storage';
import { buildAccount, buildMeeting, createTestDatabase, type TestDatabase } from '@memo/testing';
import { startS3, type TestS3 } from '@memo/testing/s3';
import { composeCli } from '../../compose.ts';

const keys = createMeetingKeys('meetings/audio/');

let database: TestDatabase;
let s3: TestS3;
let storage: ReturnType<typeof createS3Storage>;

beforeAll(async () => {
  [database, s3] = await Promise.all([createTestDatabase(), startS3()]);
  storage = createS3Storage(s3);
});

afterAll(async () => {
  storage.close();
  await Promise.all([database.close(), s3.close()]);
});

async function memo(...words: string[]) {
  const [out, err]: [string[], string[]] = [[], []];
  const run = composeCli({
    output: { out: (text) => out.push(text), err: (text) => err.push(text) },
    environment: () => ({
      DATABASE_URL: database.url,
      S3_ENDPOINT: s3.endpoint,
      S3_BUCKET_NAME: s3.bucket,
      AWS_REGION: s3.region,
      AWS_ACCESS_KEY_ID: s3.credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: s3.credentials.secretAccessKey,
    }),
  });
  const code = await run(['storage', 'verify', '--json', ...words]);
  return {
    code,
    found: err.join('').split('\n').filter(Boolean).sort(),
    counts: JSON.parse(out.join('')) as object,
  };
}

it('memo storage verify names what bucket and database do not have in common, and --delete removes the orphans alone', async () => {
  const { manager } = database.dataSource;
  const scope = await buildAccount(manager);
  const meetingWith = async (stored: boolean) => {
    const id = newId();
    const objectKey = keys.recording(id, 0, 'wav');
    await buildMeeting(manager, scope, { id, recordingKeys: [objectKey] });
    if (stored) await storage.putText(objectKey, 'sound', 'audio/wav');
    return { id, objectKey };
  };
  const whole = await meetingWith(true);
  await storage.putText(keys.chunk(whole.id, 1, 0), 'sound', 'audio/flac');
  const lost = await meetingWith(false);
  const orphan = keys.recording(newId(), 0, 'wav');
  await storage.putText(orphan, 'sound', 'audio/wav');
  await storage.putText('meetings/audio/notes.txt', 'of somebody else', 'text/plain');

  // As young as an upload that is just becoming a meeting.
  expect((await memo()).counts).toMatchObject({ unknown_objects: 0, missing_objects: 1 });

  const { code, found } = await inTwoHours(() => memo());
  expect(code).toBe(1);
  expect(found).toEqual([`missing ${lost.objectKey} of meeting ${lost.id}`, `unknown ${orphan}`]);

  await inTwoHours(() => memo('--delete'));
  expect((await storage.listKeys('')).sort()).toEqual(
    [whole.objectKey, keys.chunk(whole.id, 1, 0), 'meetings/audio/notes.txt'].sort(),
  );
  await storage.putText(lost.objectKey, 'sound', 'audio/wav');
  expect(await inTwoHours(() => memo())).toMatchObject({ code: 0, found: [] });
});

/** Objects are an hour old, by this process's clock. */
async function inTwoHours<T>(work: () => Promise<T>): Promise<T> {
  const { now } = Date;
  Date.now = () => now() + 2 * 60 * 60_000;
  try {
    return await work();
  } finally {
    Date.now = now;
  }
}
