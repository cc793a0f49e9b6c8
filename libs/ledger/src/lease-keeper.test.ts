import { expect, it } from '@jest/globals';
import { waitFor } from '@memo/testing';
import type { Claim } from './claim.ts';
import { createLeaseKeeper } from './lease-keeper.ts';

const claim: Claim = {
  ...{ runId: 'one', workspaceId: '', userId: 0, epoch: 1, attempts: 0, crashes: 0 },
  ...{ ageMs: 0, waitingFor: null, waits: 0, waitingMs: 0 },
};

const leaseMs = 40;

/**
 * Leases in a database that gives this answer, and counts how often it was asked. Their clock moves when it is asked or
 * told to, so that a busy machine loses none.
 */
function keep(answer: () => Promise<ReadonlyMap<string, 'renewed' | 'lost' | 'neither'>>) {
  let asked = 0;
  let clockMs = 0;
  const keeper = createLeaseKeeper({
    leaseMs,
    nowMs: () => clockMs,
    renewAll: () => {
      asked += 1;
      clockMs += leaseMs / 4;
      return answer();
    },
  });
  const lease = keeper.keep(claim, keeper.nowMs());
  const pass = (ms: number) => {
    clockMs += ms;
  };
  return { keeper, lease, asked: () => asked, pass };
}

it('a run that a transaction is writing is still held, however long that takes', async () => {
  const { lease, asked } = keep(() => Promise.resolve(new Map([['one', 'neither']])));
  await waitFor('several leases to pass', () => asked() > 12);
  expect(lease.lost.aborted).toBe(false);
  lease.release();
});

it('a run that somebody else has is lost at once', async () => {
  const { lease } = keep(() => Promise.resolve(new Map([['one', 'lost']])));
  await waitFor('it to be lost', () => lease.lost.aborted);
  expect(lease.lost.reason).toMatchObject({ why: 'taken' });
});

it('a database that gives no answer for a lease counts as losing it, and as being out of touch', async () => {
  const { keeper, lease, asked, pass } = keep(() => new Promise(() => undefined));
  expect(keeper.inTouch()).toBe(true);
  await waitFor('it to be asked', () => asked() > 0);
  pass(leaseMs);
  await waitFor('it to be lost', () => lease.lost.aborted);
  expect(lease.lost.reason).toMatchObject({ why: 'not_renewed' });
  expect(keeper.inTouch()).toBe(false);
});
