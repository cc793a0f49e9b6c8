import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createS3Storage, createSuggestionKeys } from '@memo/storage';
import { startS3, type TestS3 } from '@memo/testing/s3';
import { purgeSuggestions } from './purge-suggestions.ts';

const keys = createSuggestionKeys();

let s3: TestS3;
let storage: ReturnType<typeof createS3Storage>;

beforeAll(async () => {
  s3 = await startS3();
  storage = createS3Storage(s3);
});

afterAll(async () => {
  storage.close();
  await s3.close();
});

/** A UUIDv7 of so many minutes ago. */
function idFrom(minutes: number): string {
  const time = (Date.now() - minutes * 60_000).toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-000000000001`;
}

it('a recording that a killed process left goes after ten minutes; nothing else does', async () => {
  const kept = [
    keys.recording(idFrom(9)),
    'suggestions/notes.txt',
    `meetings/audio/${idFrom(60)}.wav`,
  ];
  for (const key of [...kept, keys.recording(idFrom(11)), keys.recording(idFrom(600))]) {
    await storage.putText(key, 'sound', 'audio/wav');
  }
  expect(await purgeSuggestions(storage, keys)).toBe(2);
  expect(await storage.listKeys('')).toEqual(kept.toSorted());
  expect(await purgeSuggestions(storage, keys)).toBe(0);
});

it('a recording that cannot be removed does not keep the others, and the end of the sweep tells', async () => {
  const [stuck, other] = [keys.recording(idFrom(30)), keys.recording(idFrom(20))];
  for (const key of [stuck, other]) await storage.putText(key, 'sound', 'audio/wav');
  const partly = {
    listKeys: (prefix: string) => storage.listKeys(prefix),
    delete: (names: readonly string[]) =>
      names.includes(stuck)
        ? Promise.reject(new Error('held by somebody'))
        : storage.delete([...names]),
  };
  await expect(purgeSuggestions(partly, keys)).rejects.toThrow('could not be removed');
  expect(await storage.listKeys(keys.prefix)).toContain(stuck);
  expect(await storage.listKeys(keys.prefix)).not.toContain(other);
});
