import type { Node } from 'libpg-query';
import { locks, type Problem, type Released } from './problem.ts';

/**
 * What must not stand in one transaction, because a lock is held until its end: another table's, which the running
 * release may take in the other order, and work that takes as long as a table is large.
 */
export function togetherOf(statements: readonly Node[], { tables }: Released): Problem[] {
  const held = statements.map((statement) => new Set(lockedBy(statement).filter(isReleased)));
  const locked = new Set(held.flatMap((some) => [...some]));
  const walked = new Set(statements.flatMap(walkedBy).filter(isReleased));
  const problems: Problem[] = [];
  // A foreign key needs both of its tables at once; such a deadlock is tried again.
  if (locked.size > Math.max(0, ...held.map(({ size }) => size))) {
    problems.push(
      locks(
        `locks ${listed(locked)} until all of it is done, and the release that runs may lock them in another order. Give each table a migration of its own`,
      ),
    );
  }
  if (locked.size > 0 && walked.size > 0) {
    problems.push(
      locks(
        `walks ${listed(walked)} while it keeps ${listed(locked)} locked. Give what it does to rows a migration of its own`,
      ),
    );
  }
  return problems;

  function isReleased(table: string): boolean {
    return tables.has(table);
  }
}

const listed = (names: ReadonlySet<string>): string => [...names].join(' and ');

/** The tables that others cannot write from this statement on. */
function lockedBy(statement: Node): string[] {
  const referred = foreignTablesIn(statement);
  if ('AlterTableStmt' in statement) {
    const { relation, cmds = [] } = statement.AlterTableStmt;
    const validates = cmds.every((cmd) => subtypeOf(cmd) === 'AT_ValidateConstraint');
    return validates ? [] : [...namesIn(relation), ...referred];
  }
  if ('CreateTrigStmt' in statement) return namesIn(statement.CreateTrigStmt.relation);
  if ('RenameStmt' in statement) return namesIn(statement.RenameStmt.relation);
  return referred;
}

/** The tables whose rows this statement looks through. */
function walkedBy(statement: Node): string[] {
  if ('AlterTableStmt' in statement) {
    const { relation, cmds = [] } = statement.AlterTableStmt;
    return cmds.some((cmd) => subtypeOf(cmd) === 'AT_ValidateConstraint') ? namesIn(relation) : [];
  }
  if ('InsertStmt' in statement) {
    const { selectStmt, withClause } = statement.InsertStmt;
    return namesIn([selectStmt, withClause]);
  }
  const looksThrough = ['UpdateStmt', 'DeleteStmt', 'MergeStmt', 'SelectStmt', 'CreateTableAsStmt'];
  return looksThrough.some((kind) => kind in statement) ? namesIn(statement) : [];
}

const subtypeOf = (cmd: Node) => ('AlterTableCmd' in cmd ? cmd.AlterTableCmd.subtype : undefined);

/** Every table that is named anywhere in a piece of the tree. */
const namesIn = (piece: unknown): string[] =>
  everyObjectIn(piece).flatMap((one) =>
    'relname' in one && typeof one.relname === 'string' ? [one.relname] : [],
  );

const foreignTablesIn = (piece: unknown): string[] =>
  everyObjectIn(piece).flatMap((one) => ('pktable' in one ? namesIn(one.pktable) : []));

function everyObjectIn(piece: unknown): object[] {
  if (typeof piece !== 'object' || piece === null) return [];
  return [piece, ...Object.values(piece).flatMap(everyObjectIn)];
}
