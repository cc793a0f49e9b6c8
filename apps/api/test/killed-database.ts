import type { Database } from '@memo/entities';

/** A database whose process dies after so many statements over rows of all workspaces. */
export function killedAfter(database: Database, statements: number): Database {
  let left = statements;
  const live = (): void => {
    left -= 1;
    if (left < 0) throw new Error('killed');
  };
  return {
    ...database,
    openRows: (tx) => {
      const rows = database.openRows(tx);
      return {
        all: (statement, values) => {
          live();
          return rows.all(statement, values);
        },
        first: (statement, values) => {
          live();
          return rows.first(statement, values);
        },
        run: (statement, values) => {
          live();
          return rows.run(statement, values);
        },
      };
    },
  };
}
