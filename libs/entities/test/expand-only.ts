import { parse, type AlterTableStmt, type Constraint, type Node } from 'libpg-query';
import type { RecordedMigration } from '../src/migrate/record.ts';

/** What the last release has: its code runs on these tables while and after a new migration runs. */
export interface Released {
  version: string;
  versions: readonly string[];
  tables: ReadonlySet<string>;
  /** Unique and primary keys by name: statements name their columns in ON CONFLICT. */
  keys: ReadonlySet<string>;
  /** Whether a column has a default once the migrations have run. */
  hasDefault: (table: string, column: string) => boolean;
}

/** Breaks: the running release fails. Locks: it waits for as long as the table is large. */
interface Problem {
  kind: 'breaks' | 'locks' | 'form';
  text: string;
}

/** What is wrong with a migration, in sentences; nothing when the release that runs goes on running. */
export async function problemsOf(
  migration: RecordedMigration,
  released: Released,
): Promise<string[]> {
  const queries = await Promise.all(migration.queries.map(statementsOf));
  const statements = queries.flat();
  const found = [
    ...statements.flatMap((statement) => problemsIn(statement, released)),
    ...formOf(migration, queries),
    ...contractionOf(migration, released),
  ];
  const breaks = found.filter(({ kind }) => kind === 'breaks');
  if (migration.contracts === undefined) return found.map(({ text }) => told(migration, text));
  if (breaks.length === 0) {
    found.push({ kind: 'form', text: 'says that it contracts, and takes nothing away' });
  }
  return found.filter(({ kind }) => kind !== 'breaks').map(({ text }) => told(migration, text));
}

const told = ({ name }: RecordedMigration, text: string): string => `${name} ${text}.`;

async function statementsOf(query: string): Promise<Node[]> {
  const { stmts = [] } = await parse(query);
  return stmts.flatMap(({ stmt }) => (stmt === undefined ? [] : [stmt]));
}

const breaks = (text: string, { version }: Released): Problem => ({
  kind: 'breaks',
  text: `${text}, which the code of ${version} may use. Release code that does without it first; then say so in the migration: contracts = { since: '<that release>', because: '…' } (docs/adr/0019)`,
});
const locks = (text: string): Problem => ({ kind: 'locks', text });
const form = (text: string): Problem => ({ kind: 'form', text });

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

function alterations({ relation, cmds = [] }: AlterTableStmt, released: Released): Problem[] {
  const table = relation?.relname ?? '';
  if (!released.tables.has(table)) return [];
  return cmds.flatMap((node) => {
    if (!('AlterTableCmd' in node)) return [];
    const { subtype, name = '', def } = node.AlterTableCmd;
    switch (subtype) {
      case 'AT_DropColumn':
        return [breaks(`drops ${table}.${name}`, released)];
      case 'AT_AlterColumnType':
        return [breaks(`changes the type of ${table}.${name}`, released)];
      case 'AT_SetNotNull':
        return released.hasDefault(table, name)
          ? []
          : [breaks(`requires ${table}.${name} without a default`, released)];
      case 'AT_ColumnDefault':
        return def === undefined
          ? [breaks(`takes the default of ${table}.${name} away`, released)]
          : [];
      case 'AT_DropConstraint':
        return released.keys.has(name) ? [breaks(`drops the key ${name}`, released)] : [];
      case 'AT_AddColumn':
        return added(table, def, released);
      case 'AT_AddConstraint':
        return constrained(table, def);
      default:
        return [];
    }
  });
}

function added(table: string, def: Node | undefined, released: Released): Problem[] {
  if (def === undefined || !('ColumnDef' in def)) return [];
  const { colname = '', constraints = [] } = def.ColumnDef;
  const kinds = constraints.flatMap((one) => ('Constraint' in one ? [one.Constraint.contype] : []));
  const given = ['CONSTR_DEFAULT', 'CONSTR_IDENTITY', 'CONSTR_GENERATED'] as const;
  const problems: Problem[] = [];
  if (kinds.includes('CONSTR_NOTNULL') && !given.some((kind) => kinds.includes(kind))) {
    problems.push(breaks(`adds ${table}.${colname} NOT NULL without a default`, released));
  }
  if (kinds.includes('CONSTR_UNIQUE') || kinds.includes('CONSTR_PRIMARY')) {
    problems.push(locks(uniqueAdvice(`${table}.${colname}`)));
  }
  return problems;
}

function constrained(table: string, def: Node | undefined): Problem[] {
  if (def === undefined || !('Constraint' in def)) return [];
  const { contype, conname = 'a constraint', indexname, skip_validation } = def.Constraint;
  if (needsIndex(contype) && indexname === undefined) return [locks(uniqueAdvice(conname))];
  if ((contype === 'CONSTR_CHECK' || contype === 'CONSTR_FOREIGN') && skip_validation !== true) {
    return [
      locks(
        `checks ${conname} against all of ${table} while nobody can write there. Add it NOT VALID, and VALIDATE CONSTRAINT in a migration after it`,
      ),
    ];
  }
  return [];
}

const needsIndex = (kind: Constraint['contype']): boolean =>
  kind === 'CONSTR_UNIQUE' || kind === 'CONSTR_PRIMARY' || kind === 'CONSTR_EXCLUSION';

const uniqueAdvice = (what: string): string =>
  `builds the index of ${what} while nobody can write there. Build a unique index concurrently in a migration of its own, then ADD CONSTRAINT … UNIQUE USING INDEX`;

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
