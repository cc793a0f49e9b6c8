import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { countAhead } from './count-ahead.ts';

const limit = 600;

/** A window that several processes count in, as Redis keeps it. */
function aWindow() {
  const asked: number[] = [];
  let consumed = 0;
  let resetMs = 60_000;
  return {
    asked,
    consumed: () => consumed,
    count: async (_key: string, points: number) => {
      asked.push(points);
      consumed += points;
      await setImmediate();
      const remaining = Math.max(0, limit - consumed);
      return { allowed: consumed <= limit, limit, consumed, remaining, resetMs };
    },
    endAtOnce: () => (resetMs = 0),
  };
}

describe('requests counted ahead', () => {
  it('ask seldom at first, one by one near the limit, and are never more than the limit', async () => {
    const window = aWindow();
    const take = countAhead(limit, window.count);
    let allowed = 0;
    for (let request = 0; request < limit + 50; request += 1) {
      const verdict = await take('user');
      if (verdict.allowed) allowed += 1;
      // Of one process the count that is shown is exact.
      expect(verdict.remaining).toBe(Math.max(0, limit - request - 1));
    }
    expect(allowed).toBe(limit);
    expect(window.asked.slice(0, 3)).toEqual([1, 10, 10]);
    expect(window.asked.slice(-300)).toEqual(Array(300).fill(1));
  });

  it('of several processes at once are never more than the limit, and nearly as many', async () => {
    const window = aWindow();
    const processes = [1, 2, 3, 4].map(() => countAhead(limit, window.count));
    let allowed = 0;
    for (let request = 0; request < limit; request += 1) {
      const verdicts = await Promise.all(processes.map((take) => take('user')));
      allowed += verdicts.filter((verdict) => verdict.allowed).length;
    }
    expect(allowed).toBeLessThanOrEqual(limit);
    expect(allowed).toBeGreaterThanOrEqual(limit - 4 * 10);
  });

  it('count one block ahead, however many come at once', async () => {
    const window = aWindow();
    const take = countAhead(limit, window.count);
    await take('user');
    await Promise.all(Array.from({ length: 20 }, () => take('user')));
    expect(window.asked.filter((points) => points > 1)).toEqual([10]);
    expect(window.consumed()).toBeLessThanOrEqual(1 + 20 + 10);
  });

  it('are over with their window', async () => {
    const window = aWindow();
    const take = countAhead(limit, window.count);
    await take('user');
    window.endAtOnce();
    await take('user');
    await take('user');
    expect(window.asked).toEqual([1, 10, 1]);
  });

  it('count a small limit one by one', async () => {
    const asked: number[] = [];
    const take = countAhead(3, (_key, points) => {
      asked.push(points);
      const consumed = asked.length;
      const remaining = Math.max(0, 3 - consumed);
      return Promise.resolve({ allowed: consumed <= 3, limit: 3, consumed, remaining, resetMs: 9 });
    });
    const verdicts = [];
    for (let request = 0; request < 4; request += 1) verdicts.push((await take('user')).allowed);
    expect(verdicts).toEqual([true, true, true, false]);
    expect(asked).toEqual([1, 1, 1, 1]);
  });

  it('that Redis cannot count leave the next ones to be counted', async () => {
    let isAway = true;
    const window = aWindow();
    const take = countAhead(limit, (key, points) =>
      isAway ? Promise.reject(new Error('away')) : window.count(key, points),
    );
    await expect(take('user')).rejects.toThrow('away');
    isAway = false;
    expect(await take('user')).toMatchObject({ allowed: true, remaining: limit - 1 });
  });
});
