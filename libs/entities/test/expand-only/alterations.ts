import type { AlterTableStmt, ColumnDef, Constraint, Node } from 'libpg-query';
import { breaks, locks, type Problem, type Released } from './problem.ts';

/** What is wrong with the changes of one table that the last release has. */
export function alterations(
  { relation, cmds = [] }: AlterTableStmt,
  released: Released,
): Problem[] {
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
        return def !== undefined && 'ColumnDef' in def
          ? addedColumn(table, def.ColumnDef, released)
          : [];
      case 'AT_AddConstraint':
        return addedConstraint(table, def);
      default:
        return [];
    }
  });
}

function addedColumn(table: string, column: ColumnDef, released: Released): Problem[] {
  const { colname = '', constraints = [] } = column;
  const what = `${table}.${colname}`;
  const given = constraints.flatMap((one) => ('Constraint' in one ? [one.Constraint] : []));
  const has = (...kinds: Constraint['contype'][]) =>
    given.some(({ contype }) => kinds.includes(contype));
  const filled = given.some(fillsEveryRow) || isSerial(column);
  const problems: Problem[] = [];
  if (has('CONSTR_NOTNULL') && !has('CONSTR_DEFAULT') && !filled) {
    problems.push(breaks(`adds ${what} NOT NULL without a default`, released));
  }
  if (has('CONSTR_UNIQUE', 'CONSTR_PRIMARY')) problems.push(locks(uniqueAdvice(what)));
  if (filled) {
    problems.push(
      locks(
        `writes every row of ${table} anew for ${what} while nobody can read there. Add the column without a value, or with one that is the same for every row, and fill it in a migration after it`,
      ),
    );
  }
  // With a new column that is null everywhere PostgreSQL skips a foreign key, but never a check.
  if (has('CONSTR_CHECK') || (has('CONSTR_FOREIGN') && has('CONSTR_DEFAULT'))) {
    problems.push(locks(validAdvice(`a constraint of ${what}`, table)));
  }
  return problems;
}

/** Functions that give one value for the whole statement, so that the catalogue keeps it for the rows there are. */
const stableFunctions = ['now', 'transaction_timestamp', 'statement_timestamp'];

/** A value that differs from row to row is written into each of them. */
function fillsEveryRow({ contype, raw_expr: value }: Constraint): boolean {
  if (contype === 'CONSTR_IDENTITY' || contype === 'CONSTR_GENERATED') return true;
  return contype === 'CONSTR_DEFAULT' && functionsIn(value).some((name) => !isStable(name));
}

const isStable = (name: string): boolean => stableFunctions.includes(name);

const isSerial = ({ typeName }: ColumnDef): boolean =>
  /serial[248]?$/.test(lastString(typeName?.names));

function functionsIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const called = 'FuncCall' in value ? [functionName(value.FuncCall)] : [];
  return [...called, ...Object.values(value).flatMap(functionsIn)];
}

const functionName = (call: unknown): string =>
  typeof call === 'object' && call !== null && 'funcname' in call
    ? lastString(call.funcname as Node[])
    : '';

function lastString(names: readonly Node[] = []): string {
  const last = names.at(-1);
  return last !== undefined && 'String' in last ? (last.String.sval ?? '') : '';
}

function addedConstraint(table: string, def: Node | undefined): Problem[] {
  if (def === undefined || !('Constraint' in def)) return [];
  const { contype, conname = 'a constraint', indexname, skip_validation } = def.Constraint;
  if (needsIndex(contype) && indexname === undefined) return [locks(uniqueAdvice(conname))];
  return (contype === 'CONSTR_CHECK' || contype === 'CONSTR_FOREIGN') && skip_validation !== true
    ? [locks(validAdvice(conname, table))]
    : [];
}

const needsIndex = (kind: Constraint['contype']): boolean =>
  kind === 'CONSTR_UNIQUE' || kind === 'CONSTR_PRIMARY' || kind === 'CONSTR_EXCLUSION';

const uniqueAdvice = (what: string): string =>
  `builds the index of ${what} while nobody can write there. Build a unique index concurrently in a migration of its own, then ADD CONSTRAINT … UNIQUE USING INDEX`;

const validAdvice = (what: string, table: string): string =>
  `checks ${what} against all of ${table} while nobody can write there. Add it NOT VALID, and VALIDATE CONSTRAINT in a migration after it`;
