/** Whether the connection failed. Fetch says it in words, somewhere among the causes. */
export function isNetworkFailure(thrown: unknown): boolean {
  if (!(thrown instanceof Object)) return false;
  if (Reflect.get(thrown, 'message') === 'fetch failed') return true;
  return isNetworkFailure(Reflect.get(thrown, 'cause'));
}
