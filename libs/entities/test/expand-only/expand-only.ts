import { parse, type Node } from 'libpg-query';
import type { RecordedMigration } from '../../src/migrate/record.ts';
import { alterations } from './alterations.ts';
import { breaks, form, locks, type Problem, type Released } from './problem.ts';
import { togetherOf } from './together.ts';

/** What is wrong with a migration, in sentences; nothing when the release that runs goes on running. */
export async function problemsOf(
  migration: RecordedMigration,
  released: Released,
): Promise<string[]> {
  const queries = await Promise.all(migration.queries.map(statementsOf));
  const statements = queries.flat();
  const found = [
    ...statements.flatMap((statement) => problemsIn(statement, released)),
    ...(migration.transaction ? togetherOf(statements, released) : []),
    ...formOf(migration, queries),
    ...contractionOf(migration, released),
  ];
  const takenAway = found.some(({ kind }) => kind === 'breaks');
  if (migration.contracts === undefined) return found.map(({ text }) => told(migration, text));
  if (!takenAway) {
    found.push({ kind: 'form', text: 'says that it contracts, and takes nothing away' });
  }
  return found.filter(({ kind }) => kind !== 'breaks').map(({ text }) => told(migration, text));
}

const told = ({ name }: RecordedMigration, text: string): string => `${name} ${text}.`;

async function statementsOf(query: string): Promise<Node[]> {
  const { stmts = [] } = await parse(query);
  return stmts.flatMap(({ stmt }) => (stmt === undefined ? [] : [stmt]));
}

function problemsIn(statement: Node, released: Released): Problem[] {
  const { tables, keys } = released;
  if ('AlterTableStmt' in statement) return alterations(statement.AlterTableStmt, released);
  if ('RenameStmt' in statement) {
    const { renameType, relation, subname, newname = '' } = statement.RenameStmt;
    const table = relation?.relname ?? '';
    if (!tables.has(table) || (renameType !== 'OBJECT_TABLE' && renameType !== 'OBJECT_COLUMN')) {
      return [];
    }
    const what = subname === undefined ? table : `${table}.${subname}`;
    return [breaks(`renames ${what} to ${newname}`, released)];
  }
  if ('DropStmt' in statement) {
    const { removeType, objects = [] } = statement.DropStmt;
    const names = objects.flatMap(lastName);
    if (removeType === 'OBJECT_TABLE') {
      return names
        .filter((name) => tables.has(name))
        .map((name) => breaks(`drops the table ${name}`, released));
    }
    if (removeType !== 'OBJECT_INDEX') return [];
    return names
      .filter((name) => keys.has(name))
      .map((name) => breaks(`drops the key ${name}`, released));
  }
  if ('TruncateStmt' in statement) {
    return [breaks('empties a table', released)];
  }
  if ('IndexStmt' in statement) {
    const { relation, concurrent, idxname = 'an index' } = statement.IndexStmt;
    if (concurrent === true || !tables.has(relation?.relname ?? '')) return [];
    return [
      locks(
        `builds ${idxname} on ${relation?.relname ?? ''} while nobody can write there. Give it a migration of its own: transaction = false, and CREATE INDEX CONCURRENTLY IF NOT EXISTS`,
      ),
    ];
  }
  if ('DoStmt' in statement) {
    return [form('hides its SQL in a DO block, where it cannot be checked: write it plainly')];
  }
  return [];
}

/** Outside of a transaction a failed migration stays half done, so that all of it must be harmless to repeat. */
function formOf({ transaction }: RecordedMigration, queries: readonly Node[][]): Problem[] {
  if (queries.flat().length === 0) return [form('does nothing')];
  if (transaction) return [];
  return queries.flatMap((statements) => {
    const [first] = statements;
    return statements.length === 1 && first !== undefined && repeatable(first)
      ? []
      : [
          form(
            'runs outside of a transaction: there, each query is one CREATE INDEX CONCURRENTLY IF NOT EXISTS or DROP INDEX CONCURRENTLY IF EXISTS and nothing else',
          ),
        ];
  });
}

function repeatable(statement: Node): boolean {
  if ('IndexStmt' in statement) {
    const { concurrent, if_not_exists } = statement.IndexStmt;
    return concurrent === true && if_not_exists === true;
  }
  if ('DropStmt' in statement) {
    const { concurrent, missing_ok } = statement.DropStmt;
    return concurrent === true && missing_ok === true;
  }
  return false;
}

function contractionOf({ contracts }: RecordedMigration, { versions }: Released): Problem[] {
  if (contracts === undefined) return [];
  const { since, because } = contracts;
  if (!versions.includes(since)) {
    return [form(`contracts since ${since}, which is no release: ${versions.join(', ')}`)];
  }
  return because.trim().length < 20 ? [form('does not say why it may contract')] : [];
}

function lastName(object: Node): string[] {
  if (!('List' in object)) return [];
  const last = object.List.items?.at(-1);
  return last !== undefined && 'String' in last ? [last.String.sval ?? ''] : [];
}
