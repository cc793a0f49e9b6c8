import { verifyStorage, type StorageProblem } from '@memo/meetings';
import type { MeetingKeys, ObjectStorage, SuggestionKeys } from '@memo/storage';
import { onDatabase } from '../../on-database.ts';
import type { Answer, Program } from '../../program.ts';

export interface StorageParts {
  storage: Pick<ObjectStorage, 'list' | 'head' | 'delete'> & { close(): void };
  keys: MeetingKeys;
  suggestionKeys: SuggestionKeys;
}

export interface StorageCommandDeps {
  databaseUrl: () => string;
  /** Opens the storage of the settings. */
  openStorage: () => StorageParts;
  /** Makes the bucket of the settings, and says whether there was none. */
  createBucket: () => Promise<{ bucket: string; made: boolean }>;
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
    .action((options: { delete?: true }) =>
      answer(() =>
        onDatabase(databaseUrl(), async ({ database }) => {
          const { storage, ...keys } = openStorage();
          const counts: Record<StorageProblem['kind'], number> = {
            unknown_object: 0,
            missing_object: 0,
          };
          try {
            const onProgress = (looked: number) => progress(`${looked} looked at`);
            for await (const found of verifyStorage({ database, storage, ...keys }, onProgress)) {
              counts[found.kind] += 1;
              const removes = options.delete === true && found.kind === 'unknown_object';
              if (removes) await storage.delete([found.key]);
              // At once, and not in the answer: there may be more than memory holds.
              note(lineOf(found, removes));
            }
          } finally {
            storage.close();
          }
          return report(counts, options.delete === true);
        }),
      ),
    );

  command
    .command('create-bucket')
    .description(
      'Makes the bucket of the settings where it is missing, as on an S3 server of your own.',
    )
    .action(() =>
      answer(async () => {
        const { bucket, made } = await createBucket();
        return { text: made ? `Made ${bucket}.` : `${bucket} is there.`, json: { bucket, made } };
      }),
    );
}

function lineOf(found: StorageProblem, removed: boolean): string {
  if (found.kind === 'missing_object') return `missing ${found.key} of meeting ${found.meetingId}`;
  return `${removed ? 'removed' : 'unknown'} ${found.key}`;
}

function report(counts: Record<StorageProblem['kind'], number>, removed: boolean): Answer {
  const { unknown_object: unknown, missing_object: missing } = counts;
  const lines = [
    `${unknown} ${unknown === 1 ? 'object' : 'objects'} that no row knows of${removed ? ', removed' : ''}; ${missing} missing.`,
  ];
  if (unknown > 0 && !removed)
    lines.push('memo storage verify --delete removes what no row knows of.');
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
