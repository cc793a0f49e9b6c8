/**
 * Runs tasks side by side, `count` at a time, and keeps their order. After a failure none is started any more; those
 * that run are waited for, because what they are answered was paid for and is kept. Then it fails as the first did.
 */
export async function atMost<T>(count: number, tasks: (() => Promise<T>)[]): Promise<T[]> {
  const results: T[] = [];
  const waiting = tasks.entries();
  let failed = false;
  const lane = async (): Promise<void> => {
    for (const [position, task] of waiting) {
      if (failed) return;
      try {
        results[position] = await task();
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  const lanes = Array.from({ length: count }, lane);
  await Promise.allSettled(lanes);
  await Promise.all(lanes);
  return results;
}
