import type { Instruments } from '../instruments.ts';

/** @param outcomes all there are. */
export function deliveryMetrics(instruments: Instruments, outcomes: readonly string[]) {
  const deliveries = instruments.counter({
    name: 'memo_dashboard_deliveries_total',
    help: 'Tries to deliver a meeting to the dashboard, by outcome.',
    labels: ['outcome'],
    zeros: outcomes.map((outcome) => ({ outcome })),
  });
  return { delivered: (outcome: string): void => deliveries.inc({ outcome }) };
}
