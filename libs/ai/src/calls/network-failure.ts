/** How the connection failed; null when it did not. Fetch says it in words, deep in the causes. */
export function networkFailure(thrown: unknown): 'timeout' | 'broken' | null {
  const code = property(thrown, 'code');
  if (code === 'UND_ERR_HEADERS_TIMEOUT' || code === 'UND_ERR_BODY_TIMEOUT') return 'timeout';
  const cause = property(thrown, 'cause');
  const deeper = cause === undefined ? null : networkFailure(cause);
  const message = property(thrown, 'message');
  return deeper ?? (message === 'fetch failed' || message === 'terminated' ? 'broken' : null);
}

function property(thrown: unknown, name: string): unknown {
  return typeof thrown === 'object' && thrown !== null ? Reflect.get(thrown, name) : undefined;
}
