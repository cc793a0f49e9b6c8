import { PassThrough } from 'node:stream';
import { expect, it } from '@jest/globals';
import { audioLimits } from './limits.ts';
import { watchProgress } from './progress.ts';

const limits = { ...audioLimits, stallMs: 240, paceMs: () => Infinity };

/** Watches until it gives up; what it was told meanwhile comes every 50 ms. */
async function watched(
  told: (line: number) => string,
  { paceMs = limits.paceMs, pid }: { paceMs?: (decodedMs: number) => number; pid?: number } = {},
) {
  const pipe = new PassThrough();
  let line = 0;
  const talking = setInterval(() => pipe.write(told(++line)), 50);
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const watch = watchProgress(pipe, {
    limits: { ...limits, paceMs },
    pid,
    giveUp: () => resolve(undefined),
  });
  await promise;
  clearInterval(talking);
  watch.stop();
  pipe.destroy();
  return { ...watch.given(), lines: line };
}

// This process has computed for longer than such a watch takes.
const computing = process.pid;

it('a run that decodes nothing more is given up, and its input is to blame where it computed meanwhile', async () => {
  const same = () => 'frame=1\nout_time_us=5000000\nprogress=continue\n';
  expect(await watched(same, { pid: computing })).toMatchObject({ why: 'stalled', computed: true });
  expect(await watched(same)).toMatchObject({ why: 'stalled', computed: false });
  expect(await watched(() => 'out_time_us=N/A\n')).toMatchObject({ why: 'stalled' });
});

it('a run may compute as much as what it has decoded allows', async () => {
  const growing = (line: number) => `out_time_us=${line * 1_000_000}\n`;
  const paceMs = (decodedMs: number) => 100 + Math.min(decodedMs, 10_000) / 20;
  const { why, computed, lines } = await watched(growing, { paceMs });
  // 10 s of sound may take half a second here: more than a stall.
  expect({ why, computed }).toEqual({ why: 'slow', computed: false });
  expect(lines).toBeGreaterThan(limits.stallMs / 50);

  const computedTooMuch = { why: 'slow', computed: true };
  expect(await watched(growing, { paceMs: () => 1, pid: computing })).toMatchObject(
    computedTooMuch,
  );
});
