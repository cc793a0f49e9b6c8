import type { Logger } from '@memo/logging';

/** What fails again and again is told when it begins, when it becomes something else, and when it is over. */
export interface Troubles {
  tell(task: string, error: unknown): void;
  /** The task has succeeded. */
  over(task: string): void;
}

export function createTroubles(logger: Logger): Troubles {
  /** What was told of each task that fails. */
  const told = new Map<string, string>();
  return {
    tell: (task, error) => {
      const text = textOf(error);
      if (told.get(task) === text) return;
      told.set(task, text);
      logger.warn('A sweep failed; it is tried again and told of again when that changes', {
        task,
        error,
      });
    },
    over: (task) => {
      if (told.delete(task)) logger.info('A sweep that failed works again', { task });
    },
  };
}

/** With each thing its cause and its parts say, however many say it. */
function textOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const parts: unknown[] = error instanceof AggregateError ? error.errors : [];
  const reasons = error.cause === undefined ? parts : [...parts, error.cause];
  return [String(error), ...new Set(reasons.map(textOf))].join('; ');
}
