import type { EngineResult } from './run-engines.ts';

/** The results as rows of a table, engines side by side for each recording. */
export function engineRows(results: readonly EngineResult[]): string[][] {
  const byRecording = [...results].sort((a, b) => a.recording.localeCompare(b.recording));
  const percent = (share: number | null) =>
    share === null ? '–' : `${(share * 100).toFixed(1)} %`;
  return [
    ['recording', 'engine', 'cpWER', 'DER', 'gaps', 'USD per hour', 's per hour'],
    ...byRecording.map((one) => {
      if (one.error !== null) return [one.recording, one.engine, one.error];
      const cost = one.cost_micro_usd_per_hour;
      return [
        ...[one.recording, one.engine],
        ...[one.cp_wer, one.der, one.gap_share].map(percent),
        cost === null ? '–' : (cost / 1_000_000).toFixed(3),
        one.seconds_per_hour === null ? '–' : one.seconds_per_hour.toFixed(0),
      ];
    }),
  ];
}
