import { expect, it } from '@jest/globals';
import * as client from '@prometheus-io/client';
import { createInstruments } from '../instruments.ts';
import { sweepMetrics } from './sweep-metrics.ts';

it('a task that has failed since the process was started is as old as the process', async () => {
  const instruments = createInstruments(client);
  const startedAt = new Date('2026-01-01T00:00:00Z');
  const { swept } = sweepMetrics(instruments, ['reconcile', 'sealJournal'], startedAt);
  const at = new Date('2026-01-01T00:05:00Z');
  swept({ sweep: 'reconcile', found: null, at });
  swept({ sweep: 'sealJournal', found: 0, at });
  const text = await instruments.registry.metrics();
  const last = (sweep: string) =>
    new RegExp(`^memo_sweep_last_turn_timestamp_seconds\\{sweep="${sweep}"\\} (.*)$`, 'm').exec(
      text,
    )?.[1];
  expect(last('reconcile')).toBe(String(startedAt.getTime() / 1_000));
  expect(last('sealJournal')).toBe(String(at.getTime() / 1_000));
});
