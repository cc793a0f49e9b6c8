import type { DataSource } from 'typeorm';

/** The connections of one process to the database. */
export interface PoolUse {
  /** Those that a statement or a transaction has. */
  used: number;
  idle: number;
  /** How many wait for one. */
  waiting: number;
  most: number;
}

/** As much of pg's pool as is looked at. */
interface Pool {
  totalCount: number;
  idleCount: number;
  waitingCount: number;
  options: { max: number };
}

export function poolUse({ driver }: DataSource): PoolUse {
  const { totalCount, idleCount, waitingCount, options } = (driver as unknown as { master: Pool })
    .master;
  return {
    used: totalCount - idleCount,
    idle: idleCount,
    waiting: waitingCount,
    most: options.max,
  };
}
