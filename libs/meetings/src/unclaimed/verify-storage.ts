import type { Database } from '@memo/entities';
import { AppError } from '@memo/errors';
import type { ListedObject, MeetingKeys, ObjectStorage, SuggestionKeys } from '@memo/storage';
import { knownIds, listStored } from './unclaimed.sql.ts';

/** A younger object may be an upload that is just becoming a meeting. */
const settledMs = 60 * 60_000;
/** Meetings looked at together. */
const batch = 500;

export interface VerifyStorageDeps {
  database: Database;
  storage: Pick<ObjectStorage, 'list' | 'head'>;
  keys: Pick<MeetingKeys, 'root' | 'prefix' | 'meetingOf'>;
  suggestionKeys: Pick<SuggestionKeys, 'prefix'>;
}

export type StorageProblem =
  /** No row knows of the object. */
  | { kind: 'unknown_object'; key: string }
  /** A meeting that is not deleted names an object that is not there. */
  | { kind: 'missing_object'; key: string; meetingId: string };

/** What was looked at so far. */
export interface StorageLooked {
  /** Objects under names as Memo gives them, an hour old or older. */
  objects: number;
  /** Meetings that are not deleted. */
  meetings: number;
}

/**
 * Compares bucket and database both ways, a page at a time: memory does not grow with either. What is not named as
 * Memo names its objects is somebody else's and left out.
 */
export async function* verifyStorage(
  deps: VerifyStorageDeps,
  onProgress: (looked: StorageLooked) => void = () => undefined,
): AsyncGenerator<StorageProblem> {
  const looked: StorageLooked = { objects: 0, meetings: 0 };
  const progress = (what: keyof StorageLooked, count: number) => {
    looked[what] += count;
    onProgress({ ...looked });
  };
  yield* unknownObjects(deps, (count) => progress('objects', count));
  yield* missingObjects(deps, (count) => progress('meetings', count));
}

/** Removes the objects that no row knows of, and yields the key of each. */
export async function* removeUnknown(
  deps: VerifyStorageDeps & { storage: Pick<ObjectStorage, 'delete'> },
): AsyncGenerator<string> {
  for await (const { key } of unknownObjects(deps, () => undefined)) {
    await deps.storage.delete([key]);
    yield key;
  }
}

/** An object under a name as Memo gives them. */
interface OwnObject {
  key: string;
  /** Of its meeting; null for one that belongs to none. */
  id: string | null;
  /** Of what is written down of it. */
  prefix: string;
}

async function* unknownObjects(
  { database, storage, keys, suggestionKeys }: VerifyStorageDeps,
  progress: (count: number) => void,
): AsyncGenerator<StorageProblem> {
  const before = Date.now() - settledMs;
  const isSettled = ({ lastModified }: ListedObject) => lastModified.getTime() < before;
  for (const root of [keys.root, suggestionKeys.prefix]) {
    for await (const page of storage.list(root)) {
      const owned = page.filter(isSettled).flatMap(({ key }): OwnObject[] => {
        const id = keys.meetingOf(key);
        if (id !== null) return [{ key, id, prefix: keys.prefix(id) }];
        return key.startsWith(suggestionKeys.prefix) ? [{ key, id: null, prefix: key }] : [];
      });
      progress(owned.length);
      const ids = [...new Set(owned.flatMap(({ id }) => id ?? []))];
      const prefixes = [...new Set(owned.map(({ prefix }) => prefix))];
      const found = await database.openRows().all(knownIds, { ids, prefixes });
      const known = new Set(found.map(({ id }) => id));
      for (const { key, id, prefix } of owned) {
        if (known.has(prefix) || (id !== null && known.has(id))) continue;
        yield { kind: 'unknown_object', key };
      }
    }
  }
}

async function* missingObjects(
  { database, storage, keys }: VerifyStorageDeps,
  progress: (count: number) => void,
): AsyncGenerator<StorageProblem> {
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const rows = await database.openRows().all(listStored, { after, limit: batch });
    const last = rows.at(-1);
    if (last === undefined) return;
    progress(rows.length);
    const wanted = new Map(rows.flatMap(({ id, keys: named }) => named.map((key) => [key, id])));
    // Keys are in the order of their meetings: all of these lie between the first and the last.
    const end = `${keys.prefix(last.id)}~`;
    pages: for await (const page of storage.list(keys.root, keys.prefix(after))) {
      for (const { key } of page) {
        if (key > end) break pages;
        wanted.delete(key);
      }
    }
    for (const [key, meetingId] of wanted) {
      // It may have come since, or lie where another S3_AUDIO_PREFIX put it.
      if (await isMissing(storage, key)) yield { kind: 'missing_object', key, meetingId };
    }
    after = last.id;
  }
}

async function isMissing(storage: Pick<ObjectStorage, 'head'>, key: string): Promise<boolean> {
  try {
    await storage.head(key);
    return false;
  } catch (error) {
    if (error instanceof AppError && error.kind === 'not_found') return true;
    throw error;
  }
}
