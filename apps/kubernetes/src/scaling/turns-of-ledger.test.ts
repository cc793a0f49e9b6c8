import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { newId, StageRun, stages } from '@memo/entities';
import { createDatabase } from '@memo/entities/connections';
import { createLedger, ledgerTable } from '@memo/ledger';
import { stageQueues } from '@memo/pipeline';
import { buildAccount, buildMeeting, createTestDatabase, type TestDatabase } from '@memo/testing';
import { createRandom } from '@memo/testing/random';
import { createTurns, type WaitingRun } from './turns.ts';

let database: TestDatabase;
let accounts: Awaited<ReturnType<typeof buildAccount>>[];

beforeAll(async () => {
  database = await createTestDatabase();
  const { manager } = database.dataSource;
  accounts = [
    await buildAccount(manager),
    await buildAccount(manager),
    await buildAccount(manager),
  ];
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.dataSource.query('DELETE FROM meetings');
  await database.dataSource.query('DELETE FROM turns');
});

const kinds = stages.filter((stage) => stageQueues[stage] === 'transcription');
const none = Object.fromEntries(stages.map((stage) => [stage, [] as const]));
const table = ledgerTable({
  ...{ table: 'stage_runs', kind: 'stage', queues: stageQueues, subject: {}, wanted: () => 'true' },
  leaseMs: 600_000,
  needs: none as Record<(typeof stages)[number], readonly []>,
});

describe('the queue of the simulation', () => {
  it.each([1, 2, 3])('chooses as the ledger does, in a random order of work: %d', async (seed) => {
    const random = createRandom(seed);
    const ledger = createLedger(createDatabase(database.dataSource), table);
    const turns = createTurns<WaitingRun & { id: string }>();
    const { manager } = database.dataSource;
    const claimed: string[] = [];
    const taken: string[] = [];
    for (let step = 0; step < 40; step++) {
      if (random.share() < 0.6) {
        const { workspaceId, userId } = random.pick(accounts);
        const stage = random.pick(kinds);
        const meeting = await buildMeeting(manager, { workspaceId, userId }, { recordingKeys: [] });
        const id = newId();
        await manager.insert(StageRun, {
          ...{ id, meetingId: meeting.id, workspaceId, userId, stage },
          // A millisecond apart, and all of them due.
          dueAt: new Date(Date.now() - 60_000 + step),
        });
        turns.add({ id, workspace: workspaceId, stage: kinds.indexOf(stage) });
      } else {
        const answer = await ledger.claim('transcription', kinds);
        claimed.push(answer.kind === 'claimed' ? answer.claim.runId : 'nothing');
        taken.push(turns.take()?.id ?? 'nothing');
      }
    }
    expect(claimed.length).toBeGreaterThan(10);
    expect(taken).toEqual(claimed);
  });
});
