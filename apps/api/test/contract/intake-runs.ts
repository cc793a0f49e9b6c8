import { newId, type StatementRun, type Transact } from '@memo/entities';
import { createDatabase, createTransact } from '@memo/entities/connections';
import { createIntake } from '@memo/meetings';
import { buildScope } from '@memo/testing';
import { marker, type World } from './world.ts';

/**
 * Takes in meetings whose recordings come later: one whose recording is stored, one that was
 * waited for in vain, one that waits, one whose recording is just arriving, one of whose making nothing was heard, one that
 * fails.
 * @returns the id of each thing that is used up, with the id of another of its kind.
 */
export async function takeInMeetings(
  { fixture, ...world }: World,
  record: (run: StatementRun) => void,
): Promise<Map<string, string>> {
  const { dataSource } = fixture;
  const transact = createTransact(dataSource);
  const scope = buildScope({ workspaceId: world.workspaceId, userId: world.ownerId });
  const intakeOver = (over: Transact, expectedForMs?: number) =>
    createIntake({
      database: createDatabase(dataSource, record),
      transact: over,
      pipeline: { begin: () => Promise.resolve() },
      audit: { record: () => Promise.resolve() },
      recordEvent: () => Promise.resolve(),
      ...(expectedForMs !== undefined && { expectedForMs }),
    });
  const intake = intakeOver(transact);
  const awaited = (id: string) => ({
    id,
    userId: world.ownerId,
    title: marker,
    description: null,
    participants: [],
    templateId: world.templateId,
    customTemplatePoints: null,
    speakersExpected: null,
    languages: [],
    uploadHash: null,
    recordings: [{ state: 'expected', side: 0, filename: null }] as const,
  });
  const [stored, dropped, waiting, arrived, failed] = [newId(), newId(), newId(), newId(), newId()];
  const [recording] = (await intake.create(scope, awaited(stored))).recordings;
  const bytes = { contentType: 'audio/wav', sizeBytes: 1, sha256: 'ab'.repeat(32) };
  await transact((tx) =>
    intake.markStored(scope, tx, recording?.id ?? '', { ...bytes, objectKey: 'later.wav' }),
  );
  await intakeOver(transact, 0).create(scope, awaited(dropped));
  await intake.dropStale();
  const [like] = (await intake.create(scope, awaited(waiting))).recordings;
  await intake.isAwaited(scope, waiting);
  await intake.create(scope, awaited(arrived));
  // As it is in the transaction in which the last recording arrives.
  await dataSource.query(
    `UPDATE recordings SET state = 'stored', object_key = 'later.wav', content_type = 'audio/wav', size_bytes = 1,
       sha256 = '' WHERE meeting_id = $1`,
    [arrived],
  );
  const unheard: Transact = async (work) => {
    await transact(work);
    throw new Error('the answer to the commit is lost');
  };
  await intakeOver(unheard).create(scope, awaited(newId()));
  const failing: Transact = () => Promise.reject(new Error('no'));
  await intakeOver(failing)
    .create(scope, awaited(failed))
    .catch(() => undefined);
  return new Map([
    [stored, arrived],
    [dropped, waiting],
    [failed, waiting],
    [recording?.id ?? '', like?.id ?? ''],
  ]);
}
