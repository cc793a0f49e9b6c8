/** Counts that are remembered at once, of workspaces and date ranges. */
const kept = 1_000;

export interface Totals {
  /** What was counted while `changes` was the same; undefined where nothing was. */
  known(list: string, changes: string): number | undefined;
  keep(list: string, changes: string, total: number): void;
}

/**
 * How long lists are, for as long as nothing is added to them or taken away: counting a million index entries at every
 * look at the first page takes longer than the page.
 */
export function createTotals(): Totals {
  const totals = new Map<string, { changes: string; total: number }>();
  return {
    known: (list, changes) => {
      const counted = totals.get(list);
      return counted?.changes === changes ? counted.total : undefined;
    },
    keep: (list, changes, total) => {
      totals.delete(list);
      totals.set(list, { changes, total });
      const [oldest] = totals.keys();
      if (totals.size > kept && oldest !== undefined) totals.delete(oldest);
    },
  };
}
