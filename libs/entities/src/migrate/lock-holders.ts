import { setTimeout as pause } from 'node:timers/promises';
import type { DataSource, QueryRunner } from 'typeorm';

export interface LockHolders {
  /** The last sessions that were in the way, in words; null when there were none. */
  last(): string | null;
  stop(): Promise<void>;
}

interface Holder {
  pid: number;
  application: string;
  state: string | null;
  seconds: number;
  query: string;
}

const everyMs = 250;

/**
 * Looks, over another connection, for the sessions that keep this one waiting: once a lock timeout is reported nobody
 * knows any more. Tells each time that another session is in the way. The look itself is not: what builds an index
 * concurrently waits for every statement that began before, this one among them, which is over at once.
 */
export async function watchLockHolders(
  dataSource: Pick<DataSource, 'query'>,
  queryRunner: Pick<QueryRunner, 'query'>,
  onHolders: (who: string) => void,
): Promise<LockHolders> {
  const [own] = (await queryRunner.query('SELECT pg_backend_pid() AS pid')) as { pid: number }[];
  const stopping = new AbortController();
  let told = '';
  let last: string | null = null;

  async function look(): Promise<void> {
    const holders: Holder[] = await dataSource.query(
      `SELECT pid, application_name AS application, state, coalesce(left(query, 80), '') AS query,
         coalesce(extract(epoch FROM now() - xact_start), 0)::int AS seconds
       FROM pg_stat_activity
       WHERE pid = ANY(pg_blocking_pids($1)) AND pid <> pg_backend_pid() ORDER BY pid`,
      [own?.pid],
    );
    if (holders.length === 0) return;
    last = holders.map(describe).join('; ');
    const who = holders.map(({ pid }) => pid).join();
    if (who !== told) onHolders(last);
    told = who;
  }

  const watching = (async () => {
    while (!stopping.signal.aborted) {
      // Only a look: a connection that fails here fails the migration too, and says why there.
      await look().catch(() => undefined);
      await pause(everyMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  })();

  return {
    last: () => last,
    stop: async () => {
      stopping.abort();
      await watching;
    },
  };
}

function describe({ pid, application, state, seconds, query }: Holder): string {
  const name = application === '' ? '' : ` (${application})`;
  const statement = query.replace(/\s+/g, ' ').trim();
  return `process ${pid}${name}, ${state ?? 'at work'} for ${seconds} s, last: ${statement}`;
}
