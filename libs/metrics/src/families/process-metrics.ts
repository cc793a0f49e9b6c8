import type { Instruments } from '../instruments.ts';

export interface ProcessParts {
  poolUse: () => { used: number; idle: number; waiting: number; most: number };
  producer: {
    /** Resolves where Redis answers. */
    ping: () => Promise<void>;
  };
}

/** What every process tells of what it works with. */
export function processMetrics(
  instruments: Instruments,
  { poolUse, producer }: ProcessParts,
): void {
  instruments.gauge(
    {
      name: 'memo_pg_pool_connections',
      help: 'Connections of this process to Postgres, by whether a statement has them.',
      labels: ['state'],
    },
    () => {
      const { used, idle } = poolUse();
      return [
        { labels: { state: 'used' }, value: used },
        { labels: { state: 'idle' }, value: idle },
      ];
    },
  );
  instruments.gauge(
    {
      name: 'memo_pg_pool_waiting',
      help: 'Statements of this process that wait for a connection.',
    },
    () => [{ labels: {}, value: poolUse().waiting }],
  );
  instruments.gauge(
    {
      name: 'memo_pg_pool_max_connections',
      help: 'DATABASE_POOL_SIZE of this process.',
    },
    () => [{ labels: {}, value: poolUse().most }],
  );

  const answers = instruments.reading({
    name: 'redis',
    read: async () => {
      await producer.ping();
      return true;
    },
    // What it said before says nothing of now.
    keptMs: 5_000,
  });
  instruments.gauge(
    { name: 'memo_redis_up', help: '1 where Redis answers this process.' },
    async () => [{ labels: {}, value: (await answers()) === true ? 1 : 0 }],
  );
}
