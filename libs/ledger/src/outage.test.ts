import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { AppError } from '@memo/errors';
import { openPostOffice, type Handling, type PostOffice } from '../test/parcels.ts';
import { defaultPatience } from './backoff.ts';
import { LeaseLost } from './claim.ts';

/** A day at a faster pace: what takes 24 hours takes 2 s. */
const patience = { ...defaultPatience, outageMs: 2_000 };
const longMs = 60_000;

let office: PostOffice;
let sender: Awaited<ReturnType<PostOffice['account']>>;

const nothing: Handling = () => Promise.resolve({});
const failWith =
  (...options: ConstructorParameters<typeof AppError>): Handling =>
  () =>
    Promise.reject(new AppError(...options));
const storageAway = failWith('unavailable', 'The file storage does not answer.', {
  away: 'storage',
});
const storageFails = failWith('timeout', 'The file storage was too slow.', {
  failedAt: 'storage',
});

beforeAll(async () => {
  office = await openPostOffice({ patience });
  sender = await office.account();
});

beforeEach(async () => {
  await office.clear();
  // What was known of dependencies before is over: a parcel goes through.
  office.wait(longMs);
  office.answered('speech');
  await office.post(sender, 'Before');
  await office.handle(nothing);
  await office.clear();
});

afterAll(() => office.close());

describe('work whose dependency is away', () => {
  it('waits for it, longer each time, and counts no try', async () => {
    const id = await office.post(sender, 'Elm Street 1');
    const delays: number[] = [];
    for (let waits = 1; waits <= 6; waits += 1) {
      const outcome = await office.handle(storageAway);
      expect(outcome).toMatchObject({ kind: 'wait', reason: expect.stringContaining('storage') });
      delays.push(outcome.kind === 'wait' ? outcome.delayMs : NaN);
      await office.hurry();
      office.wait(longMs);
    }
    for (const [waits, delayMs] of delays.entries()) {
      const longest = Math.min(2_000 * 2 ** waits, 60_000);
      expect(delayMs).toBeGreaterThanOrEqual(longest / 2);
      expect(delayMs).toBeLessThanOrEqual(longest);
    }
    expect(await office.row(id)).toMatchObject({ status: 'queued', attempts: 0, waits: 6 });
    expect(await office.handle(nothing)).toEqual({ kind: 'done' });
  });

  it('stays where it is until the dependency is tried again, and other work goes on', async () => {
    await office.post(sender, 'Elm Street 1');
    expect(await office.handle(storageAway)).toMatchObject({ kind: 'wait' });
    const [parcel, letter] = [
      await office.post(sender, 'Elm Street 2'),
      await office.post(sender, 'Elm Street 3', 'letter'),
    ];
    expect(await office.handle(nothing)).toEqual({ kind: 'done' });
    expect(await office.delivered()).toEqual(['Elm Street 3']);
    const held = await office.handle(nothing);
    expect(held).toMatchObject({ kind: 'nothing' });
    expect(held.kind === 'nothing' && held.nextInMs).toBeLessThanOrEqual(1_000);
    expect(await office.row(parcel)).toMatchObject({ status: 'queued', epoch: 0 });
    expect(await office.row(letter)).toMatchObject({ status: 'succeeded' });

    office.wait(longMs);
    expect(await office.handle(nothing)).toEqual({ kind: 'done' });
    expect(await office.row(parcel)).toMatchObject({ status: 'succeeded', epoch: 1 });
  });

  it('is tried by one at a time, until one succeeds', async () => {
    await office.post(sender, 'Elm Street 1');
    await office.handle(storageAway);
    await office.hurry();
    await office.post(sender, 'Elm Street 2');
    office.wait(longMs);
    expect(await office.handle(storageAway)).toMatchObject({ kind: 'wait' });
    expect(await office.handle(nothing)).toMatchObject({ kind: 'nothing' });
    office.wait(longMs);
    expect(await office.handle(nothing)).toEqual({ kind: 'done' });
    await office.hurry();
    expect(await office.handle(nothing)).toEqual({ kind: 'done' });
  });

  it('fails after a day of it, names the dependency, and can be tried again', async () => {
    const id = await office.post(sender, 'Elm Street 1');
    const untilMs = performance.now() + 20 * patience.outageMs;
    let outcome = await office.handle(storageAway);
    while (outcome.kind === 'wait' && performance.now() < untilMs) {
      await office.hurry();
      office.wait(longMs);
      outcome = await office.handle(storageAway);
    }
    expect(outcome).toMatchObject({
      kind: 'failed',
      reason: expect.stringContaining('The file storage has been away'),
    });
    expect(await office.row(id)).toMatchObject({
      status: 'failed',
      attempts: 0,
      error: { code: 'storage_away', retryable: true },
    });
  });
});

describe('work that is not asked for yet, to keep to a pace', () => {
  it('goes back as it was, and what needs the same stays where it is until its time', async () => {
    const paced = failWith('rate_limited', 'Asked as often as it may be.', {
      ...{ code: 'own_pace', paced: 'speech', retryAfterMs: 30_000 },
    });
    const id = await office.post(sender, 'Elm Street 1', 'letter');
    expect(await office.handle(paced)).toMatchObject({ kind: 'wait' });
    expect(await office.row(id)).toMatchObject({
      ...{ status: 'queued', attempts: 0, waits: 0, waiting_for: null, error: null },
    });
    const [letter, parcel] = [
      await office.post(sender, 'Elm Street 2', 'letter'),
      await office.post(sender, 'Elm Street 3'),
    ];
    expect(await office.handle(nothing)).toEqual({ kind: 'done' });
    expect(await office.row(parcel)).toMatchObject({ status: 'succeeded' });
    expect(await office.handle(nothing)).toMatchObject({ kind: 'nothing' });
    expect(await office.row(letter)).toMatchObject({ status: 'queued', epoch: 0 });
    office.wait(longMs);
    expect(await office.handle(nothing)).toEqual({ kind: 'done' });
    expect(await office.row(letter)).toMatchObject({ status: 'succeeded' });
  });
});

describe('a worker that stops while it finds out whether a dependency is back', () => {
  it('leaves it as long ago as it was that the dependency went away', async () => {
    const id = await office.post(sender, 'Elm Street 1');
    await office.handle(storageAway);
    const before = await office.row(id);
    await office.ago(id, 60_000);
    await office.hurry();
    office.wait(longMs);
    const stopping = new AbortController();
    const outcome = await office.handle((_claim, signal) => {
      stopping.abort(new Error('the worker is stopping'));
      return Promise.reject(signal.reason as Error);
    }, stopping.signal);
    expect(outcome).toMatchObject({ kind: 'wait', delayMs: 0 });
    expect(before).toMatchObject({ waiting_for: 'storage', waits: 1 });
    const after = await office.row(id);
    expect(after).toMatchObject({ waiting_for: 'storage' });
    expect(after?.waited_ms).toBeGreaterThanOrEqual(60_000);
  });
});

describe('the time that work has been waiting', () => {
  const speechAway = failWith('unavailable', 'Nobody transcribes.', { away: 'speech' });
  const limited = failWith('rate_limited', 'Slow down.', { retryAfterMs: 1_000 });

  it('begins anew with another dependency', async () => {
    const id = await office.post(sender, 'Elm Street 1');
    await office.handle(storageAway);
    await office.ago(id, 10 * patience.outageMs);
    await office.hurry();
    office.wait(longMs);
    expect(await office.handle(speechAway)).toMatchObject({ kind: 'wait' });
    expect(await office.row(id)).toMatchObject({ waiting_for: 'speech', waits: 1, waited_ms: 0 });
  });

  it('has an hour at most of a stretch in which nobody looked', async () => {
    const id = await office.post(sender, 'Elm Street 1');
    await office.handle(limited);
    await office.ago(id, 3 * 24 * 3_600_000);
    await office.hurry();
    expect(await office.handle(limited)).toMatchObject({ kind: 'wait' });
    const row = await office.row(id);
    expect(row).toMatchObject({ waiting_for: 'rate_limit', waits: 2 });
    expect(row?.waited_ms).toBeLessThanOrEqual(3_600_000);
  });

  it('has nothing of how long ago the work was begun', async () => {
    const id = await office.post(sender, 'Elm Street 1');
    await office.handle(nothing);
    await office.query(
      `UPDATE parcels SET status = 'queued', started_at = now() - interval '9 days' WHERE id = $1`,
      [id],
    );
    expect(await office.handle(limited)).toMatchObject({ kind: 'wait' });
  });
});

describe('what is known of dependencies', () => {
  it('leads to no tickets without end where nothing that is done here needs the one that failed', async () => {
    await office.post(sender, 'Elm Street 1');
    const lost = Object.assign(new Error('deadlock detected'), { code: '40P01' });
    await office.handle(() => Promise.reject(lost));
    await office.hurry();
    expect(await office.handle(nothing)).toEqual({ kind: 'done' });
    expect(await office.handle(nothing)).toEqual({ kind: 'nothing', nextInMs: null });
  });

  it('is not that a service answers which nobody asked', async () => {
    const speechFails = failWith('timeout', 'Too slow.', { failedAt: 'speech' });
    const id = await office.post(sender, 'Elm Street 1');
    const outcome = await office.handle(async (claim, signal) => {
      office.wait(1);
      await office.post(sender, 'Elm Street 2', 'letter');
      await office.handle(nothing);
      return speechFails(claim, signal);
    });
    expect(outcome).toMatchObject({ kind: 'wait' });
    expect(await office.row(id)).toMatchObject({ attempts: 0 });
  });
});

describe('work that fails where it may be the reason itself', () => {
  it('waits while its dependency does nothing for anybody else either', async () => {
    const id = await office.post(sender, 'Elm Street 1');
    expect(await office.handle(storageFails)).toMatchObject({ kind: 'wait' });
    expect(await office.row(id)).toMatchObject({ attempts: 0, waits: 1 });
  });

  it('has used up a try where others are served meanwhile', async () => {
    const id = await office.post(sender, 'Elm Street 1');
    const outcome = await office.handle(async (claim, signal) => {
      office.wait(1);
      await office.post(sender, 'Elm Street 2');
      await office.handle(nothing);
      return storageFails(claim, signal);
    });
    expect(outcome).toMatchObject({ kind: 'retry' });
    expect(await office.row(id)).toMatchObject({ attempts: 1, waits: 0, waiting_for: null });
  });
});

describe('a worker that was out of touch with the database', () => {
  it('takes over what others could not renew either, without counting a crash', async () => {
    const id = await office.post(sender, 'Elm Street 1');
    await office.claim();
    await office.expireLeases();
    await office.withoutTable(async () => {
      await expect(office.handle(nothing)).rejects.toThrow('parcels');
    });
    expect(await office.handle(nothing)).toEqual({ kind: 'done' });
    expect(await office.row(id)).toMatchObject({ epoch: 2, crashes: 0 });
  });
});

describe('a worker whose lease could not be renewed in time', () => {
  it('puts back what nobody has taken over, and it is no crash', async () => {
    const id = await office.post(sender, 'Elm Street 1');
    const outcome = await office.handle(() => Promise.reject(new LeaseLost()));
    expect(outcome).toEqual({ kind: 'lost' });
    expect(await office.row(id)).toMatchObject({ status: 'queued', crashes: 0, attempts: 0 });
  });
});

describe('a database that fails within the work', () => {
  it('is waited for as any dependency is', async () => {
    const id = await office.post(sender, 'Elm Street 1');
    const lost = Object.assign(new Error('terminating connection'), { code: '57P01' });
    expect(await office.handle(() => Promise.reject(lost))).toEqual({
      kind: 'wait',
      delayMs: expect.any(Number),
      reason: 'The database does not answer.',
    });
    expect(await office.row(id)).toMatchObject({ status: 'queued', attempts: 0 });
  });
});
