import type { Instruments } from '../instruments.ts';

/**
 * The child processes of a process.
 * @param programs those there may be.
 * @returns is told that one has started, and returns what to call when it has ended.
 */
export function childMetrics(instruments: Instruments, programs: readonly string[]) {
  const running = new Map(programs.map((program) => [program, 0]));
  instruments.gauge(
    {
      name: 'memo_child_processes',
      help: 'Child processes of this process that run now, by program. sum by (program).',
      labels: ['program'],
    },
    () => [...running].map(([program, value]) => ({ labels: { program }, value })),
  );
  const count = (program: string, by: number) =>
    running.set(program, (running.get(program) ?? 0) + by);
  return (program: string): (() => void) => {
    count(program, 1);
    return () => count(program, -1);
  };
}

export function uploadMetrics(instruments: Instruments, inFlight: () => number): void {
  instruments.gauge(
    {
      name: 'memo_uploads_in_flight',
      help: 'Uploads under way in this API process, which takes UPLOADS_AT_ONCE at the most. sum.',
    },
    () => [{ labels: {}, value: inFlight() }],
  );
}

export function suggestionMetrics(instruments: Instruments, isPaused: () => boolean): void {
  instruments.gauge(
    {
      name: 'memo_suggestions_paused',
      help: '1 while this worker answers no suggestions, because their provider failed several times in a row. max.',
    },
    () => [{ labels: {}, value: isPaused() ? 1 : 0 }],
  );
}
