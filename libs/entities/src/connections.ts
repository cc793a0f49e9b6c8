/**
 * Connections to the database, and what is made of one. Code that holds a DataSource reaches any row of any workspace:
 * a door of its own, which an import rule keeps for composition roots, tests and their builders.
 */
export { createDataSource, type DatabaseOptions } from './data-source.ts';
export { isMigrated, migrationState } from './migrate/is-migrated.ts';
export { poolUse } from './pool-use.ts';
export { createReads } from './sql/reads.ts';
export { createDatabase } from './sql/rows.ts';
export { createTransact, managerOf } from './transaction.ts';
