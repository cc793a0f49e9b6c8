import type { Statement, Tenant } from '@memo/entities';
import type { DataSource } from 'typeorm';

/** A step of a plan, as `EXPLAIN (FORMAT JSON)` tells of it. */
export interface PlanStep {
  'Node Type': string;
  'Relation Name'?: string;
  'Index Name'?: string;
  'Index Cond'?: string;
  Filter?: string;
  'One-Time Filter'?: string;
  'Plan Rows': number;
}

interface PlanNode extends PlanStep {
  Plans?: PlanNode[];
}

/**
 * The steps of the plan that PostgreSQL makes of a statement, outermost first, without running it.
 * @param of.values of the statement; `any` for the plan that a connection keeps, made without knowing them.
 */
export async function explain(
  dataSource: Pick<DataSource, 'query'>,
  statement: Statement,
  { workspaceId, values }: Tenant & { values: Readonly<Record<string, unknown>> | 'any' },
): Promise<PlanStep[]> {
  const [explained] =
    values === 'any'
      ? await dataSource.query<Explained[]>(`EXPLAIN (FORMAT JSON, GENERIC_PLAN) ${statement.text}`)
      : await dataSource.query<Explained[]>(
          `EXPLAIN (FORMAT JSON) ${statement.text}`,
          statement.places.map((name) => (name === null ? workspaceId : (values[name] ?? null))),
        );
  return (explained?.['QUERY PLAN'] ?? []).flatMap(({ Plan: root }) => stepsOf(root));
}

interface Explained {
  'QUERY PLAN': { Plan: PlanNode }[];
}

const stepsOf = ({ Plans: below = [], ...step }: PlanNode): PlanStep[] => [
  step,
  ...below.flatMap(stepsOf),
];

/** The tables that are read from one end to the other. */
export const readWhole = (steps: readonly PlanStep[]): string[] =>
  steps
    .filter(({ 'Node Type': type }) => type.endsWith('Seq Scan'))
    .map(({ 'Relation Name': table = '' }) => table);

/** Each index that is read, with its condition. */
export const indexesRead = (steps: readonly PlanStep[]): { index: string; condition: string }[] =>
  steps.flatMap(({ 'Index Name': index, 'Index Cond': condition = '' }) =>
    index === undefined ? [] : [{ index, condition }],
  );
