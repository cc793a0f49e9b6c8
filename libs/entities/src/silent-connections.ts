/** As much of pg's client as is used; its query takes a callback, or answers with a promise. */
interface Connection {
  query(...args: unknown[]): unknown;
  once(event: 'end', listener: () => void): unknown;
  emit(event: 'error', error: Error): boolean;
  listenerCount(event: 'error'): number;
  connection: { stream: { destroy(): unknown } };
}

interface Heard {
  /** Queries without an answer. */
  waiting: number;
  /** When it answered last, in ms of a clock that only goes forward. */
  atMs: number;
}

/** What pg says when its own time limit ends a query. */
const timedOut = (thrown: unknown): thrown is Error =>
  thrown instanceof Error && thrown.message === 'Query read timeout';

/**
 * Ends a connection over which a query was not answered in time, and with it those that wait in the pool and have not
 * been heard since that query was sent. pg itself keeps such a connection, TypeORM gives it back, and the pool hands it
 * out again: after a failover that is one time limit of silence for each connection, one after the other.
 * @returns what a pool is to call with each of its new connections.
 */
export function createSilenceWatch(): (connection: Connection) => void {
  const all = new Map<Connection, Heard>();

  function endSilentSince(sentAtMs: number): void {
    for (const [connection, { waiting, atMs }] of all) {
      if (waiting === 0 && atMs < sentAtMs)
        end(connection, new Error('Connection terminated: it fell silent'));
    }
  }

  /** At once for its pool or whoever holds it: that its socket is closed is told a moment later, too late for the next. */
  function end(connection: Connection, error: Error): void {
    all.delete(connection);
    if (connection.listenerCount('error') > 0) connection.emit('error', error);
    connection.connection.stream.destroy();
  }

  return (connection) => {
    const heard: Heard = { waiting: 0, atMs: performance.now() };
    all.set(connection, heard);
    connection.once('end', () => all.delete(connection));
    const send = connection.query.bind(connection);

    connection.query = (...args) => {
      const sentAtMs = performance.now();
      heard.waiting += 1;
      const answered = (error: unknown) => {
        heard.waiting -= 1;
        if (timedOut(error)) {
          end(connection, error);
          endSilentSince(sentAtMs);
        } else heard.atMs = performance.now();
      };
      const callback = args.at(-1);
      if (typeof callback === 'function') {
        const told = (error: unknown, result: unknown): void => {
          answered(error);
          Reflect.apply(callback, undefined, [error, result]);
        };
        return send(...args.slice(0, -1), told);
      }
      const answer = send(...args);
      void Promise.resolve(answer as Promise<unknown>).then(() => answered(null), answered);
      return answer;
    };
  };
}
