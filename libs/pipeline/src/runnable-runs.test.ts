import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { stages, type Meeting, type Stage, type StageRun, type Transaction } from '@memo/entities';
import { createDatabase, createTransact, managerOf } from '@memo/entities/connections';
import { queueNames, type QueueName } from '@memo/jobs';
import { createLedger } from '@memo/ledger';
import {
  buildAccount,
  buildMeeting,
  buildRun,
  createTestDatabase,
  type TestDatabase,
} from '@memo/testing';
import { createRandom, type Random } from '@memo/testing/random';
import { stageLedger } from './stage-ledger.sql.ts';
import { stageQueues } from './stages.ts';

type Manager = TestDatabase['dataSource']['manager'];

let database: TestDatabase;
let manager: Manager;
let owner: Awaited<ReturnType<typeof buildAccount>>;

beforeAll(async () => {
  database = await createTestDatabase();
  ({ manager } = database.dataSource);
  owner = await buildAccount(manager);
});
afterAll(() => database.close());
beforeEach(() => manager.query('DELETE FROM meetings'));

interface Row {
  queue: QueueName;
  runnable: number;
  leased: number;
  oldest: number;
}

/** What the view says, by queue. */
async function read(asked: Manager = manager): Promise<Record<QueueName, Row>> {
  const rows = await asked.query<Row[]>(
    `SELECT queue, runnable::int, leased::int, round(oldest_seconds)::int AS oldest FROM runnable_runs`,
  );
  return Object.fromEntries(rows.map((row) => [row.queue, row])) as Record<QueueName, Row>;
}

type State = Partial<
  Pick<StageRun, 'status' | 'dueAt' | 'leaseUntil' | 'crashes' | 'waits' | 'generation'>
>;
type About = Partial<Pick<Meeting, 'generation' | 'nextGeneration' | 'deletedAt'>>;

/** A run in some state, of a meeting of its own. */
async function put(stage: Stage, run: State = {}, about: About = {}): Promise<void> {
  const meeting = await buildMeeting(manager, owner, { ...about, recordingKeys: [] });
  await buildRun(manager, meeting, stage, run);
}

const inSeconds = (seconds: number): Date => new Date(Date.now() + seconds * 1_000);
const heldFor = (seconds: number) =>
  ({ status: 'running', leaseUntil: inSeconds(seconds) }) as const;

describe('runnable_runs', () => {
  it('has a row for every queue, also where nothing was ever done', async () => {
    const nothing = { runnable: 0, leased: 0, oldest: 0 };
    expect(await read()).toEqual(
      Object.fromEntries(queueNames.map((queue) => [queue, { queue, ...nothing }])),
    );
  });

  it.each(stages)('counts %s on the queue whose workers do it', async (stage) => {
    await put(stage);
    await put(stage, heldFor(60));
    const found = await read();
    const queue = stageQueues[stage];
    expect(found[queue]).toMatchObject({ runnable: 1, leased: 1 });
    const sums = Object.values(found).map(({ runnable, leased }) => runnable + leased);
    expect(sums.reduce((sum, each) => sum + each, 0)).toBe(2);
  });

  it.each<[string, State, About, { runnable: number; leased: number }]>([
    ['waits', {}, {}, { runnable: 1, leased: 0 }],
    ['waits for its time', { dueAt: inSeconds(3_600) }, {}, { runnable: 0, leased: 0 }],
    ['was held up, and whose time has come', { waits: 3 }, {}, { runnable: 1, leased: 0 }],
    ['is at work', heldFor(60), {}, { runnable: 0, leased: 1 }],
    ['lost its worker', heldFor(-60), {}, { runnable: 1, leased: 0 }],
    ['is done', { status: 'succeeded' }, {}, { runnable: 0, leased: 0 }],
    ['failed', { status: 'failed' }, {}, { runnable: 0, leased: 0 }],
    ['never began', { status: 'given_up' }, {}, { runnable: 0, leased: 0 }],
    ['is of a deleted meeting', {}, { deletedAt: new Date() }, { runnable: 0, leased: 0 }],
    ['is of an earlier generation', {}, { generation: 2 }, { runnable: 0, leased: 0 }],
    [
      'is of the generation that is made beside the one that is shown',
      { generation: 2 },
      { nextGeneration: 2 },
      { runnable: 1, leased: 0 },
    ],
    [
      'lost its worker with its meeting',
      heldFor(-60),
      { deletedAt: new Date() },
      { runnable: 0, leased: 0 },
    ],
  ])('counts a run that %s', async (_, run, about, counted) => {
    await put('transcribe', run, about);
    expect((await read()).transcription).toMatchObject(counted);
  });

  it('cannot count a run whose time is parked', async () => {
    await put('sync');
    await manager.query(`UPDATE stage_runs SET due_at = 'infinity'`);
    expect((await read())['dashboard-sync']).toMatchObject({ runnable: 0, oldest: 0 });
  });

  it('tells for how long the oldest of them could have begun', async () => {
    await put('prepare', { dueAt: inSeconds(-40) });
    await put('summarize', { dueAt: inSeconds(-90) });
    await put('assemble', heldFor(-60));
    await put('prepare', { dueAt: inSeconds(500) });
    const { oldest } = (await read()).transcription;
    expect(oldest).toBeGreaterThanOrEqual(90);
    expect(oldest).toBeLessThan(120);
  });
});

/** A run in any state, at any age, after any number of workers that vanished, of a meeting that wants it or not. */
async function putAny(random: Random): Promise<void> {
  const state = random.pick<State>([
    { dueAt: inSeconds(-random.integer(1, 90)) },
    { dueAt: inSeconds(random.integer(60, 900)) },
    { ...heldFor(-random.integer(0, 30)), crashes: random.integer(0, 4) },
    { ...heldFor(-random.integer(0, 30)), crashes: random.integer(0, 4) },
    heldFor(random.integer(60, 90)),
    { status: random.pick(['succeeded', 'failed'] as const) },
  ]);
  const about =
    random.share() < 0.2 ? { deletedAt: new Date() } : { generation: random.integer(1, 2) };
  await put(random.pick(stages), state, about);
}

describe('what the view counts', () => {
  it('is what workers can claim at that moment, and have then', async () => {
    const random = createRandom(56);
    for (let n = 0; n < 150; n++) await putAny(random);
    const claimed: Record<string, number> = {};
    // One transaction has one moment.
    await createTransact(database.dataSource)(async (tx) => {
      const before = await read(managerOf(tx));
      for (const queue of queueNames) claimed[queue] = await claimAll(tx, queue);
      const after = await read(managerOf(tx));
      for (const queue of queueNames) {
        const { runnable, leased } = before[queue];
        expect({ queue, claimed: claimed[queue] }).toEqual({ queue, claimed: runnable });
        expect(after[queue]).toMatchObject({ runnable: 0, leased: leased + runnable, oldest: 0 });
      }
    });
    expect(claimed.transcription).toBeGreaterThan(10);
  });
});

/** @returns how many runs of a queue workers get, until there is none. */
async function claimAll(tx: Transaction, queue: QueueName): Promise<number> {
  const { openRows } = createDatabase(database.dataSource);
  const ledger = createLedger({ openRows: () => openRows(tx) }, stageLedger);
  const kinds = stages.filter((stage) => stageQueues[stage] === queue);
  for (let claimed = 0; ; claimed++) {
    if ((await ledger.claim(queue, kinds)).kind === 'nothing') return claimed;
  }
}
