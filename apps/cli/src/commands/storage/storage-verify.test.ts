import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
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

const memo = (...words: string[]) => memoOn(database, ...words);

async function memoOn({ url }: TestDatabase, ...words: string[]) {
  const [out, err]: [string[], string[]] = [[], []];
  const run = composeCli({
    output: { out: (text) => out.push(text), err: (text) => err.push(text) },
    environment: () => ({
      DATABASE_URL: url,
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
    where: err.join('').split('\n')[0],
    found: err.join('').split('\n').slice(1).filter(Boolean).sort(),
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

  await inTwoHours(() => memo('--delete', '--yes', s3.bucket));
  expect((await storage.listKeys('')).sort()).toEqual(
    [whole.objectKey, keys.chunk(whole.id, 1, 0), 'meetings/audio/notes.txt'].sort(),
  );
  await storage.putText(lost.objectKey, 'sound', 'audio/wav');
  expect(await inTwoHours(() => memo())).toMatchObject({ code: 0, found: [] });
});

describe('memo storage verify --delete', () => {
  const objects = async () => (await storage.listKeys('')).sort();
  const put = (key: string) => storage.putText(key, 'sound', 'audio/wav');

  it('removes nothing from the bucket of another database, empty or not, unless the bucket is named', async () => {
    const { manager } = database.dataSource;
    const scope = await buildAccount(manager);
    const id = newId();
    await buildMeeting(manager, scope, { id, recordingKeys: [keys.recording(id, 0, 'wav')] });
    await put(keys.recording(id, 0, 'wav'));
    const before = await objects();

    const other = await createTestDatabase();
    const onOther = (...words: string[]) => inTwoHours(() => memoOn(other, '--delete', ...words));
    expect(await onOther()).toMatchObject({
      code: 1,
      counts: { removed: 0, refused: expect.stringContaining('has no meeting') },
    });
    const stranger = await buildAccount(other.dataSource.manager);
    await buildMeeting(other.dataSource.manager, stranger, { recordingKeys: [] });
    const refused = await onOther();
    expect(refused).toMatchObject({
      code: 1,
      counts: { removed: 0, refused: expect.stringMatching(/^\d+ % of the objects are unknown/) },
    });
    expect(refused.where).toContain(`${s3.bucket} at ${s3.endpoint}`);
    expect(refused.where).toContain(new URL(other.url).pathname.slice(1));
    expect(refused.where).not.toContain('@');
    expect((await onOther('--yes', 'memo-old')).code).toBe(1);
    expect(await objects()).toEqual(before);

    expect((await onOther('--yes', s3.bucket)).counts).toMatchObject({
      removed: before.length - 1,
    });
    expect(await objects()).toEqual(['meetings/audio/notes.txt']);
    await other.close();
  });

  it('asks for no more where one object in ten is unknown', async () => {
    const { manager } = database.dataSource;
    const scope = await buildAccount(manager);
    const id = newId();
    const key = keys.recording(id, 0, 'wav');
    await buildMeeting(manager, scope, { id, recordingKeys: [key] });
    await put(key);
    for (let chunk = 0; chunk < 9; chunk += 1) await put(keys.chunk(id, 1, chunk));
    const orphan = keys.recording(newId(), 0, 'wav');
    await put(orphan);
    expect((await inTwoHours(() => memo('--delete'))).counts).toMatchObject({ removed: 1 });
    expect(await objects()).not.toContain(orphan);
  });
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
