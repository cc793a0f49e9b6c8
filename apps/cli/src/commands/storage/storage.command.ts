import {
  removeUnknown,
  verifyStorage,
  type StorageLooked,
  type StorageProblem,
} from '@memo/meetings';
import type { MeetingKeys, ObjectStorage, SuggestionKeys } from '@memo/storage';
import { AppError } from '@memo/errors';
import { onDatabase } from '../../on-database.ts';
import type { Answer, Program } from '../../program.ts';
import { addressOf, whyNotSo } from './removal.ts';

export interface StorageParts {
  storage: Pick<ObjectStorage, 'list' | 'head' | 'delete'> & { close(): void };
  keys: MeetingKeys;
  suggestionKeys: SuggestionKeys;
  /** Its name, and the server that it is on. */
  bucket: string;
  endpoint: string;
}

export interface StorageCommandDeps {
  databaseUrl: () => string;
  /** Opens the storage of the settings. */
  openStorage: () => StorageParts;
  /** Makes the bucket of the settings, and lets the web pages of the settings use it. */
  createBucket: () => Promise<CreatedBucket>;
}

export interface CreatedBucket {
  bucket: string;
  /** Whether there was none. */
  made: boolean;
  /** Of web pages, that the bucket lets use presigned addresses; null where the server has no such rules. */
  origins: readonly string[] | null;
}

interface VerifyOptions {
  delete?: true;
  /** The bucket, typed by somebody who means it. */
  yes?: string;
}

/** `memo storage verify | create-bucket` */
export function registerStorage(
  { root, answer, progress, note }: Program,
  { databaseUrl, openStorage, createBucket }: StorageCommandDeps,
): void {
  const command = root.command('storage').description('Looks after the storage.');

  command
    .command('verify')
    .description('Compares bucket and database: objects that no row knows of, rows without object.')
    .option('--delete', 'remove the objects that no row knows of; never a row')
    .option(
      '--yes <bucket>',
      'with --delete: also where so many are unknown that settings may be wrong',
    )
    .action((options: VerifyOptions) =>
      answer(() =>
        onDatabase(databaseUrl(), async ({ database }) => {
          const { storage, bucket, endpoint, ...keys } = openStorage();
          const where = `bucket ${bucket} at ${endpoint}, database ${addressOf(databaseUrl())}`;
          note(`Comparing ${where}.`);
          if (options.yes !== undefined && options.yes !== bucket) {
            throw new AppError(
              'misconfigured',
              `--yes names ${options.yes}; this is the ${where}.`,
            );
          }
          const deps = { database, storage, ...keys };
          const counts = { unknown_object: 0, missing_object: 0, removed: 0 };
          let looked: StorageLooked = { objects: 0, meetings: 0 };
          try {
            const onProgress = (so: StorageLooked) => {
              looked = so;
              progress(`${so.objects + so.meetings} looked at`);
            };
            for await (const found of verifyStorage(deps, onProgress)) {
              counts[found.kind] += 1;
              // At once, and not in the answer: there may be more than memory holds.
              note(lineOf(found));
            }
            if (options.delete !== true) return report(counts);
            const unknown = counts.unknown_object;
            const doubt = options.yes === bucket ? null : whyNotSo({ ...looked, unknown });
            if (doubt !== null) return refusal(counts, `${doubt} This is the ${where}.`, bucket);
            for await (const key of removeUnknown(deps)) {
              counts.removed += 1;
              note(`removed ${key}`);
            }
          } finally {
            storage.close();
          }
          return report(counts);
        }),
      ),
    );

  command
    .command('create-bucket')
    .description(
      'Makes the bucket of the settings where it is missing, as on an S3 server of your own, and lets the web pages of CORS_ORIGINS send recordings to it.',
    )
    .action(() =>
      answer(async () => {
        const created = await createBucket();
        return { text: sentenceOf(created), json: { ...created } };
      }),
    );
}

function sentenceOf({ bucket, made, origins }: CreatedBucket): string {
  const there = made ? `Made ${bucket}.` : `${bucket} is there.`;
  if (origins === null)
    return `${there} This server has no CORS rules for a bucket: where browsers are to send recordings to it, set them in front of it (docs/operations.md).`;
  return origins.length === 0 ? there : `${there} Pages of ${origins.join(', ')} may use it.`;
}

function lineOf(found: StorageProblem): string {
  if (found.kind === 'missing_object') return `missing ${found.key} of meeting ${found.meetingId}`;
  return `unknown ${found.key}`;
}

type Counts = Record<StorageProblem['kind'] | 'removed', number>;

function report(counts: Counts): Answer {
  const { unknown_object: unknown, missing_object: missing, removed } = counts;
  const gone = removed > 0 ? `, ${removed} removed` : '';
  const lines = [
    `${unknown} ${unknown === 1 ? 'object' : 'objects'} that no row knows of${gone}; ${missing} missing.`,
  ];
  if (unknown > removed) lines.push('memo storage verify --delete removes what no row knows of.');
  if (missing > 0) {
    lines.push(
      'What is missing cannot be made again from here: restore it from a backup of the bucket.',
    );
  }
  return {
    text: lines.join('\n'),
    json: { unknown_objects: unknown, missing_objects: missing, removed },
    failed: unknown > 0 || missing > 0,
  };
}

/** Nothing was removed, and how it is if it is meant. */
function refusal(counts: Counts, doubt: string, bucket: string): Answer {
  const { text, json } = report(counts);
  return {
    text: `${text}\nNothing was removed. ${doubt} If it is the right one: --delete --yes ${bucket}`,
    json: { ...(json as object), refused: doubt },
    failed: true,
  };
}
