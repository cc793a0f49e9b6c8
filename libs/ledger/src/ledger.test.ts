import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { AppError } from '@memo/errors';
import { silentLogger } from '@memo/logging';
import { waitFor } from '@memo/testing';
import { openPostOffice, parcelLedger, type Handling, type PostOffice } from '../test/parcels.ts';
import { LeaseLost } from './claim.ts';
import { createLedger } from './ledger.ts';
import { ledgerTable } from './ledger-table.ts';
import { offerLater } from './offer-later.ts';

let office: PostOffice;
let sender: Awaited<ReturnType<PostOffice['account']>>;

const nothing: Handling = () => Promise.resolve({});
const busy: Handling = () => Promise.reject(new AppError('unavailable', 'Nobody at home.'));

beforeAll(async () => {
  office = await openPostOffice();
  sender = await office.account();
});

beforeEach(() => office.clear());

afterAll(() => office.close());

describe('work of another kind, in a table of its own', () => {
  it('is done once, and what came of it commits with it', async () => {
    const id = await office.post(sender, 'Elm Street 1');
    expect(await office.handle(nothing)).toEqual({ kind: 'done' });
    expect(await office.row(id)).toMatchObject({ status: 'succeeded', epoch: 1 });
    expect(await office.delivered()).toEqual(['Elm Street 1']);
    expect(await office.handle(nothing)).toEqual({ kind: 'nothing', nextInMs: null });
  });

  it('goes to exactly one of the workers that claim at the same moment', async () => {
    await office.post(sender, 'Elm Street 1');
    await Promise.all(Array.from({ length: 8 }, () => office.handle(nothing)));
    expect(await office.delivered()).toEqual(['Elm Street 1']);
  });

  it('of a worker that was killed is taken over, and what that one still writes matches nothing', async () => {
    const id = await office.post(sender, 'Elm Street 1');
    const killed = await office.claim();
    if (killed.kind !== 'claimed') throw new Error('nothing to claim');
    await office.expireLeases();
    const outcome = await office.handle(async (claim) => {
      expect(claim).toMatchObject({ address: 'Elm Street 1', epoch: 2, crashes: 1 });
      const { ledger, transact } = office;
      const late = killed.claim;
      expect([...(await ledger.renewAll([late])).values()]).toEqual(['lost']);
      const succeed = transact((tx) => ledger.succeed(tx, late, null));
      await expect(succeed).rejects.toThrow(LeaseLost);
      const error = { code: 'late', message: 'Late.', retryable: true };
      const fail = transact((tx) => ledger.fail(tx, late, error));
      await expect(fail).rejects.toThrow(LeaseLost);
      await ledger.requeue(late, { delayMs: 0, attempts: 9, waitingFor: null, error: null });
      return {};
    });
    expect(outcome).toEqual({ kind: 'done' });
    expect(await office.row(id)).toMatchObject({ status: 'succeeded', attempts: 0 });
    expect(await office.delivered()).toEqual(['Elm Street 1']);
  });

  it('that fell with its workers again and again is taken over apart from what fell with it', async () => {
    const streets = ['Elm Street 1', 'Elm Street 2'];
    for (const [index, street] of streets.entries()) {
      const id = await office.post(sender, street);
      const known = `00000000-0000-7000-8000-00000000000${index + 3}`;
      await office.query(`UPDATE parcels SET id = $2 WHERE id = $1`, [id, known]);
    }
    await Promise.all(streets.map(() => office.claim()));
    /** What a worker held when it was killed ends at one moment. */
    const fell = (seconds: number) =>
      office.query(
        `UPDATE parcels SET crashes = 3, lease_until = now() - $1 * interval '1 second' WHERE status = 'running'`,
        [seconds],
      );
    await fell(0);
    const waits = await office.handle(nothing);
    expect(waits).toMatchObject({ kind: 'nothing', nextInMs: expect.any(Number) });
    const firstInMs = waits.kind === 'nothing' ? (waits.nextInMs ?? 0) : 0;
    await fell(firstInMs / 1_000 + 0.2);
    expect(await office.handle(nothing)).toEqual({ kind: 'done' });
    expect(await office.handle(nothing)).toMatchObject({ kind: 'nothing' });
    await fell(16);
    expect(await office.handle(nothing)).toEqual({ kind: 'done' });
  });

  it('is tried once and then three times more, each after its wait, then it has failed with a reason', async () => {
    const id = await office.post(sender, 'Elm Street 1');
    for (let attempt = 1; attempt < 4; attempt++) {
      expect(await office.handle(busy)).toMatchObject({ kind: 'retry' });
      expect(await office.laterTickets()).toBeGreaterThan(0);
      const early = await office.handle(nothing);
      expect(early).toMatchObject({ kind: 'nothing', nextInMs: expect.any(Number) });
      await office.hurry();
    }
    expect(await office.handle(busy)).toEqual({
      ...{ kind: 'failed', reason: 'Nobody at home.', about: {} },
    });
    expect(await office.row(id)).toMatchObject({
      status: 'failed',
      attempts: 3,
      error: { code: 'unavailable', detail: 'Nobody at home.', retryable: true },
    });
    expect(await office.delivered()).toEqual([]);
    expect(await office.counts()).toMatchObject({ waiting: 0, failed: 1 });
  });

  it('has its whole lease left when its claim had to wait for another one', async () => {
    const leaseMs = 1_500;
    const ledger = createLedger(office.database, ledgerTable({ ...parcelLedger, leaseMs }));
    await office.post(sender, 'Elm Street 1');
    await office.handle(nothing);
    const id = await office.post(sender, 'Elm Street 2');
    const other = office.dataSource.createQueryRunner();
    await other.startTransaction();
    await other.query('UPDATE turns SET served_at = now()');
    const claiming = ledger.claim('analytics', ['parcel']);
    await waitFor('the wait to outlast the lease', async () => {
      const [waiting] = await office.query<{ ms: number }[]>(
        `SELECT (extract(epoch FROM clock_timestamp() - query_start) * 1000)::float AS ms
         FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`,
      );
      return (waiting?.ms ?? 0) > leaseMs;
    });
    await other.commitTransaction();
    await other.release();
    const claimed = await claiming;
    expect(claimed).toMatchObject({ kind: 'claimed', claim: { runId: id } });
    expect(claimed.kind === 'claimed' && claimed.waitedMs).toBeGreaterThan(leaseMs);
    const [left] = await office.query<{ alive: boolean }[]>(
      'SELECT lease_until > now() AS alive FROM parcels WHERE id = $1',
      [id],
    );
    expect(left).toEqual({ alive: true });
  });

  it('of a sender who closed is not wanted: nobody claims it, and who has it loses it', async () => {
    await office.post(sender, 'Elm Street 1');
    const outcome = await office.handle(async () => {
      await office.query('UPDATE senders SET closed = true');
      return {};
    });
    expect(outcome).toEqual({ kind: 'lost' });
    await office.expireLeases();
    expect(await office.handle(nothing)).toMatchObject({ kind: 'nothing' });
    expect(await office.delivered()).toEqual([]);
  });

  it('counts as what it is: waiting, at work, or not due yet', async () => {
    await office.post(sender, 'Elm Street 1');
    const later = await office.post(sender, 'Elm Street 2');
    await office.post(sender, 'Elm Street 3');
    await office.query(`UPDATE parcels SET due_at = now() + interval '1 hour' WHERE id = $1`, [
      later,
    ]);
    await office.handle(async () => {
      expect(await office.counts()).toMatchObject({ waiting: 1, active: 1, delayed: 1, failed: 0 });
      return {};
    });
  });
});

describe('tickets', () => {
  it('are offered once the transaction that writes the work has committed', async () => {
    const { producer, transact } = office;
    await transact(async (tx) => {
      offerLater(tx, { producer, logger: silentLogger }, parcelLedger, ['letter', 'parcel']);
      expect(await office.tickets()).toBe(0);
    });
    expect(await office.tickets()).toBe(2);
  });

  it('are not offered for what nobody wants, when its worker vanished', async () => {
    await office.post(sender, 'Elm Street 1');
    await office.claim();
    await office.expireLeases();
    await office.query('UPDATE senders SET closed = true');
    expect(await office.reconcile()).toBe(0);
    await office.post(sender, 'Elm Street 2');
    expect(await office.claim()).toMatchObject({ kind: 'claimed', more: false });
    expect(await office.counts()).toMatchObject({ waiting: 0, active: 1 });
  });

  it('are offered by a worker that leaves more to do, before it begins its own', async () => {
    await office.post(sender, 'Elm Street 1');
    await office.post(sender, 'Elm Street 2');
    let offered = 0;
    await office.handle(async () => {
      const until = Date.now() + 5_000;
      while (offered === 0 && Date.now() < until) offered = await office.tickets();
      return {};
    });
    expect(offered).toBe(1);
  });

  it('are not offered by a worker that took the last', async () => {
    await office.post(sender, 'Elm Street 1');
    await office.handle(nothing);
    expect(await office.tickets()).toBe(0);
  });

  it('come back from the table after Redis lost them', async () => {
    await office.post(sender, 'Elm Street 1');
    await office.claim();
    await office.expireLeases();
    await office.post(await office.account(), 'Elm Street 2');
    expect(await office.reconcile()).toBe(2);
    expect(await office.tickets()).toBe(2);
  });

  it('wait for the end of a lease that its holder no longer renews', async () => {
    await office.post(sender, 'Elm Street 1');
    await office.claim();
    await office.query(`UPDATE parcels SET lease_until = now() + interval '3 seconds'`);
    const { nextInMs } = (await office.handle(nothing)) as { nextInMs: number };
    expect(nextInMs).toBeGreaterThan(1_000);
    expect(nextInMs).toBeLessThanOrEqual(3_000);
    expect(await office.laterTickets()).toBe(1);
  });
});
