import type { Statement } from '../reading/recorded-statements.ts';

/** What a database was asked, as pg_stat_statements and pg_stat_database count it. */
export interface Asked {
  /** How often, by name; what begins and ends transactions is among them. */
  statements: ReadonlyMap<string, number>;
  /** A statement outside of a transaction is one by itself. */
  commits: number;
}

export interface StatementCounter {
  /** Counts these, which follow those of the calls before. */
  count(statements: readonly Statement[]): Asked;
}

const begins = /^\s*(?:BEGIN|START TRANSACTION)/i;
const commits = /^\s*(?:COMMIT|END)/i;
const rollsBack = /^\s*ROLLBACK\s*$/i;

/** Remembers which connections are in a transaction. */
export function createStatementCounter(): StatementCounter {
  const inTransaction = new Set<number>();

  function isCommit({ connection, sql }: Statement): boolean {
    if (begins.test(sql)) inTransaction.add(connection);
    if (rollsBack.test(sql)) return !inTransaction.delete(connection);
    if (commits.test(sql)) return inTransaction.delete(connection);
    return !inTransaction.has(connection);
  }

  return {
    count: (statements) => {
      const counts = new Map<string, number>();
      for (const statement of statements) {
        const name = nameOf(statement);
        counts.set(name, (counts.get(name) ?? 0) + 1);
      }
      return { statements: counts, commits: statements.filter(isCommit).length };
    },
  };
}

/** Without the mark of its text; what has no name is known by how it begins. */
const nameOf = ({ name, sql }: Statement): string =>
  name === '' ? sql.replace(/\s+/g, ' ').trim().slice(0, 60) : name.replace(/:[0-9a-f]+$/, '');
