import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { createDataSource } from '../data-source.ts';
import { runPending } from './run-pending.ts';

export interface Drift {
  /** What the entities ask for and the migrations do not give, as SQL statements; and the way back. */
  up: string[];
  down: string[];
}

/**
 * Compares the entities with what the migrations make of an empty database, in a database that it creates beside the
 * one of the URL and drops again.
 */
export async function readDrift(url: string): Promise<Drift> {
  const name = `memo_drift_${randomUUID().replaceAll('-', '')}`;
  const server = new pg.Client({ connectionString: url });
  await server.connect();
  try {
    await server.query(`CREATE DATABASE ${name} TEMPLATE template0`);
    try {
      return await compare(besides(url, name));
    } finally {
      await server.query(`DROP DATABASE ${name} WITH (FORCE)`);
    }
  } finally {
    await server.end();
  }
}

async function compare(url: string): Promise<Drift> {
  const dataSource = createDataSource({ url, poolSize: 2, answerWithinMs: null });
  await dataSource.initialize();
  try {
    await runPending(dataSource, { notify: () => undefined });
    const { upQueries, downQueries } = await dataSource.driver.createSchemaBuilder().log();
    return {
      up: upQueries.map(({ query }) => query),
      down: downQueries.map(({ query }) => query).toReversed(),
    };
  } finally {
    await dataSource.destroy();
  }
}

function besides(url: string, name: string): string {
  const other = new URL(url);
  other.pathname = `/${name}`;
  return other.href;
}
