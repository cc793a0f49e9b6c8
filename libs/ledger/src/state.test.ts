import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { AppError } from '@memo/errors';
import { openPostOffice, type PostOffice } from '../test/parcels.ts';

let office: PostOffice;
let sender: Awaited<ReturnType<PostOffice['account']>>;

beforeAll(async () => {
  office = await openPostOffice();
  sender = await office.account();
});

beforeEach(() => office.clear());

afterAll(() => office.close());

/** By kind, state and reason, with how many there are. */
const groups = async () =>
  (await office.state())
    .map(({ kind, state, reason, runs }) => `${kind} ${state} ${reason ?? '-'} ${runs}`)
    .sort();

describe('the state of the ledger', () => {
  it('tells runnable, leased, later, parked and failed apart, with what they wait for and why they failed', async () => {
    const failed = await office.post(sender, 'Elm Street 1');
    await office.handle(() =>
      Promise.reject(new AppError('invalid_input', 'No.', { code: 'no_street' })),
    );
    const parked = await office.post(sender, 'Elm Street 2');
    await office.query(`UPDATE parcels SET due_at = 'infinity' WHERE id = $1`, [parked]);
    await office.post(sender, 'Elm Street 3');
    await office.handle(() =>
      Promise.reject(new AppError('rate_limited', 'Wait.', { retryAfterMs: 60_000 })),
    );
    await office.post(sender, 'Elm Street 4');
    await office.claim();
    await office.post(sender, 'Elm Street 5');
    await office.post(sender, 'Elm Street 6');
    expect(await groups()).toEqual([
      'parcel failed no_street 1',
      'parcel later rate_limit 1',
      'parcel leased - 1',
      'parcel parked - 1',
      'parcel runnable - 2',
    ]);
    // What failed longer ago than a week is nobody's news.
    await office.query(`UPDATE parcels SET finished_at = now() - interval '8 days' WHERE id = $1`, [
      failed,
    ]);
    expect(await groups()).not.toContain('parcel failed no_street 1');
  });

  it('counts a run whose holder vanished as one that a claim could take', async () => {
    await office.post(sender, 'Elm Street 1');
    await office.claim();
    await office.expireLeases();
    expect(await groups()).toEqual(['parcel runnable - 1']);
    expect(await office.claim()).toMatchObject({ kind: 'claimed' });
  });

  it('says for how long the first of them has been so', async () => {
    const id = await office.post(sender, 'Elm Street 1');
    await office.post(sender, 'Elm Street 2');
    await office.query(`UPDATE parcels SET due_at = now() - interval '90 seconds' WHERE id = $1`, [
      id,
    ]);
    const [waiting] = await office.state();
    expect(waiting).toMatchObject({ queue: 'analytics', state: 'runnable', runs: 2 });
    expect(waiting?.oldestSeconds).toBeGreaterThanOrEqual(90);
    expect(waiting?.oldestSeconds).toBeLessThan(3_600);
  });

  it('has nothing of a run that is not wanted any more', async () => {
    await office.post(sender, 'Elm Street 1');
    await office.claim();
    await office.expireLeases();
    await office.query('UPDATE senders SET closed = true');
    expect(await groups()).toEqual([]);
  });
});
