import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Statement } from '@memo/entities';
import { openPostOffice, parcelLedger, type PostOffice } from '../test/parcels.ts';

let office: PostOffice;

beforeAll(async () => {
  office = await openPostOffice();
});

beforeEach(() => office.clear());

afterAll(() => office.close());

type Sender = Awaited<ReturnType<PostOffice['account']>>;

/** Many parcels at once, in order. */
async function postMany({ workspaceId, userId }: Sender, count: number): Promise<void> {
  const [sender]: { id: string }[] = await office.query(
    'INSERT INTO senders (id) VALUES (gen_random_uuid()) RETURNING id',
  );
  await office.query(
    `INSERT INTO parcels (id, workspace_id, user_id, sender_id, address, due_at)
     SELECT gen_random_uuid(), $1, $2, $3, 'bulk ' || number, now() - interval '1 hour' + number * interval '1 ms'
     FROM generate_series(1, $4) AS number`,
    [workspaceId, userId, sender?.id, count],
  );
}

/** One slot in the whole fleet: whose turn it was, in order. */
async function addresses(count: number): Promise<string[]> {
  const seen: string[] = [];
  for (let turn = 0; turn < count; turn++) {
    await office.handle(({ address }) => {
      seen.push(address);
      return Promise.resolve({});
    });
  }
  return seen;
}

const isBulk = (address: string): boolean => address.startsWith('bulk');

describe('turns', () => {
  it('let one upload of somebody be among the next two after two hundred of somebody else', async () => {
    const [many, one] = [await office.account(), await office.account()];
    await postMany(many, 200);
    await addresses(3);
    await office.post(one, 'the one');
    expect(await addresses(2)).toContain('the one');
  });

  it('do the same for two people of one company', async () => {
    const many = await office.account();
    const colleague = { ...many, userId: (await office.account()).userId };
    await postMany(many, 200);
    await addresses(3);
    await office.post(colleague, 'the one');
    expect(await addresses(2)).toContain('the one');
  });

  it('alternate between companies, however many people each has, with one slot in the whole fleet', async () => {
    const company = await office.account();
    const people = [company, ...(await Promise.all([office.account(), office.account()]))].map(
      ({ userId }) => ({ ...company, userId }),
    );
    for (const person of people) await postMany(person, 20);
    const alone = await office.account();
    for (let n = 0; n < 6; n++) await office.post(alone, `alone ${n}`);
    const order = (await addresses(12)).map(isBulk);
    for (let n = 1; n < order.length; n++) expect(order[n]).not.toBe(order[n - 1]);
  });

  it('serve the people of a company one after the other', async () => {
    const company = await office.account();
    const colleagues = await Promise.all([office.account(), office.account(), office.account()]);
    for (const [index, { userId }] of colleagues.entries()) {
      for (let n = 0; n < 2; n++) await office.post({ ...company, userId }, `person ${index}`);
    }
    const order = await addresses(6);
    expect(new Set(order.slice(0, 3)).size).toBe(3);
    expect(order.slice(3)).toEqual(order.slice(0, 3));
  });

  it("take of one person's work the later kind first, then the oldest", async () => {
    const person = await office.account();
    await office.post(person, 'old letter', 'letter');
    await office.post(person, 'old parcel', 'parcel');
    await office.post(person, 'new parcel', 'parcel');
    expect(await addresses(3)).toEqual(['old parcel', 'new parcel', 'old letter']);
  });

  it('cap nobody while nobody else waits', async () => {
    await postMany(await office.account(), 20);
    const taken = await Promise.all(Array.from({ length: 8 }, () => office.claim()));
    expect(taken.map(({ kind }) => kind)).toEqual(taken.map(() => 'claimed'));
  });

  it('pass over what is not due yet', async () => {
    const [early, late] = [await office.account(), await office.account()];
    await postMany(late, 5);
    await office.query(`UPDATE parcels SET due_at = now() + interval '1 hour'`);
    await office.post(early, 'due');
    expect(await addresses(2)).toEqual(['due']);
  });
});

interface PlanNode {
  'Node Type': string;
  'Relation Name'?: string;
  'Shared Hit Blocks': number;
  'Shared Read Blocks': number;
  Plans?: PlanNode[];
}

describe('of a hundred thousand runs that wait', () => {
  /** What really happened when a statement ran as it was prepared; what it changed is taken back. */
  async function explain(
    { text, places }: Statement,
    values: Record<string, string>,
    mode: string,
  ): Promise<PlanNode> {
    const runner = office.dataSource.createQueryRunner();
    await runner.startTransaction();
    try {
      await runner.query(`SET LOCAL plan_cache_mode = ${mode}`);
      await runner.query(`PREPARE asked AS ${text}`);
      const given = places.map((name) => (name === null ? 'NULL' : values[name])).join(', ');
      const [row] = (await runner.query(
        `EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) EXECUTE asked (${given})`,
      )) as { 'QUERY PLAN': { Plan: PlanNode }[] }[];
      const plan = row?.['QUERY PLAN'][0]?.Plan;
      await runner.query('DEALLOCATE asked');
      if (plan === undefined) throw new Error('no plan');
      return plan;
    } finally {
      await runner.rollbackTransaction();
      await runner.release();
    }
  }

  const claimValues = {
    kinds: `'{letter,parcel}'`,
    queue: `'analytics'`,
    leaseMs: '8000',
    countsCrash: 'true',
  };

  const nodesOf = (plan: PlanNode): PlanNode[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];

  it('a claim passes by those that are parked, and tells of nothing more', async () => {
    const [paused, one] = [await office.account(), await office.account()];
    await postMany(paused, 100_000);
    await office.query(`UPDATE parcels SET due_at = 'infinity'`);
    await office.query('UPDATE senders SET closed = true');
    await office.query('VACUUM ANALYZE parcels');
    expect(await office.claim()).toEqual({ kind: 'nothing', nextInMs: null });
    await office.post(one, 'the one');
    expect(await office.reconcile()).toBe(1);
    const plan = await explain(parcelLedger.statements.claim, claimValues, 'force_generic_plan');
    expect(plan['Shared Hit Blocks'] + plan['Shared Read Blocks']).toBeLessThan(500);
    expect(await office.claim()).toMatchObject({ kind: 'claimed', more: false });
    expect(await office.reconcile()).toBe(0);
  });

  it.each([
    ['before the planner knows of them', false],
    ['once it does', true],
  ])('a claim and a sweep read a few pages, %s', async (_, analyzed) => {
    // What the tests before this one deleted still stands in the index.
    await office.query('VACUUM parcels');
    const [many, one] = [await office.account(), await office.account()];
    await postMany(many, 100_000);
    await office.post(one, 'the one');
    if (analyzed) await office.query('ANALYZE parcels, senders, turns');
    const { claim, due } = parcelLedger.statements;
    // PostgreSQL makes a plan for the values at hand, and after a while one for any.
    for (const mode of ['force_custom_plan', 'force_generic_plan']) {
      for (const plan of [
        await explain(claim, claimValues, mode),
        await explain(due, claimValues, mode),
      ]) {
        const whole = nodesOf(plan).filter((node) => node['Node Type'] === 'Seq Scan');
        expect(whole.map((node) => node['Relation Name'])).not.toContain('parcels');
        expect(plan['Shared Hit Blocks'] + plan['Shared Read Blocks']).toBeLessThan(500);
      }
    }
  });
});
