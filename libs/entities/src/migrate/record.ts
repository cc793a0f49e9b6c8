import pg from 'pg';
import type { QueryRunner } from 'typeorm';
import { migrations } from '../migrations/index.ts';
import type { Migration } from '../migrations/migration.ts';

export interface RecordedMigration {
  /** The class's name, which ends in its timestamp. */
  name: string;
  timestamp: number;
  /** False: it runs outside of a transaction. */
  transaction: boolean;
  contracts: Migration['contracts'];
  /** What `up` asks, in order, each as it is sent: of one or more SQL statements. */
  queries: string[];
}

/** Writes down what migrations would ask of a database, without one. In the order in which they run. */
export async function recordMigrations(
  classes: readonly (new () => Migration)[] = migrations,
): Promise<RecordedMigration[]> {
  const recorded = await Promise.all(classes.map((one) => record(new one())));
  return recorded.toSorted((a, b) => a.timestamp - b.timestamp);
}

async function record(migration: Migration): Promise<RecordedMigration> {
  const name = migration.name ?? migration.constructor.name;
  const queries: string[] = [];
  const query = (sql: string, parameters: readonly unknown[] = []): Promise<unknown[]> => {
    queries.push(withLiterals(sql, parameters));
    return Promise.resolve([]);
  };
  const onlyQuery = new Proxy({} as QueryRunner, {
    get: (_target, property) => {
      if (property === 'query') return query;
      throw new Error(
        `${name} uses queryRunner.${String(property)}: a migration asks queryRunner.query alone, so that its SQL can be read.`,
      );
    },
  });
  await migration.up(onlyQuery);
  const { transaction = true, contracts } = migration;
  return { name, timestamp: Number(name.slice(-13)), transaction, contracts, queries };
}

const withLiterals = (sql: string, parameters: readonly unknown[]): string =>
  sql.replace(/\$(\d+)/g, (placeholder, position: string) =>
    Number(position) > parameters.length ? placeholder : literal(parameters[Number(position) - 1]),
  );

function literal(value: unknown): string {
  if (value === null || value === undefined) return 'NULL';
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return pg.escapeLiteral(value);
  throw new Error('A migration gives its values as text, numbers or booleans.');
}
