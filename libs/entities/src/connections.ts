/**
 * What a transaction is to TypeORM: any row of any workspace. A door of its own, which an import rule keeps for tests and
 * their builders.
 */
export { managerOf } from './transaction.ts';
