/**
 * Runs tasks side by side. When one fails the others are stopped and waited for, so that nothing works on in a
 * directory that is being removed; then it fails as the first one did.
 */
export async function runAllOrAbort<T>(
  signal: AbortSignal,
  tasks: ((signal: AbortSignal) => Promise<T>)[],
): Promise<T[]> {
  const failed = new AbortController();
  const either = AbortSignal.any([signal, failed.signal]);
  const running = tasks.map((task) => task(either));
  try {
    return await Promise.all(running);
  } catch (error) {
    failed.abort(error);
    await Promise.allSettled(running);
    throw error;
  }
}
