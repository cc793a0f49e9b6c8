import { sql, type Sql } from '@memo/entities';
import type { LedgerSpec } from './spec.ts';

export type Spec = LedgerSpec<string, object>;
type Table = Pick<Spec, 'table' | 'kind'>;
type Wanted = Pick<Spec, 'kind' | 'wanted'>;

/** The kinds that are looked for, as an array. */
type Kinds = Sql<false>;

export const forEveryWorkspace =
  'a worker runs what is next, and counts what there is, of every workspace';

/**
 * The earliest queued run of every person and kind, by jumping from one to the next in the index: it costs as much as
 * there are people who wait, however many runs each of them has. It takes them for wanted: to ask would be to walk them.
 */
export const heads = ({ table, kind }: Table, kinds: Kinds) => sql`heads AS (
  SELECT head.* FROM unnest(${kinds}) AS wanted (kind) CROSS JOIN LATERAL (
    SELECT run.${kind} AS kind, run.workspace_id, run.user_id, run.due_at FROM ${table} AS run
    WHERE run.status = 'queued' AND run.${kind} = wanted.kind
    ORDER BY run.workspace_id, run.user_id, run.due_at LIMIT 1
  ) AS head
  UNION ALL
  SELECT head.* FROM heads CROSS JOIN LATERAL (
    SELECT run.${kind} AS kind, run.workspace_id, run.user_id, run.due_at FROM ${table} AS run
    WHERE run.status = 'queued' AND run.${kind} = heads.kind
      AND (run.workspace_id, run.user_id) > (heads.workspace_id, heads.user_id)
    ORDER BY run.workspace_id, run.user_id, run.due_at LIMIT 1
  ) AS head
)`;

/**
 * When a run whose lease ended is taken over: at once, and from its third holder on at a moment of its own, later each
 * time. All that a worker held when it was killed ends at one moment; taken over together, the run that kills its workers
 * would take the same neighbours with it until they all had failed.
 */
export const takenOverAt = sql`(run.lease_until + greatest(0, run.crashes - 1) * interval '8 seconds'
  * ((hashtext(run.id::text || run.crashes) & 1023) / 1023.0))`;

/** A run whose holder vanished, and that is wanted. There are never more runs that are running than workers have slots. */
export const abandoned = ({ kind, wanted }: Wanted, kinds: Kinds) =>
  sql`run.status = 'running' AND run.${kind} = ANY(${kinds}) AND run.lease_until < now()
    AND ${takenOverAt} < now() AND ${wanted('run')}`;

/**
 * For how long the run has been waiting for what it waits for, in ms. A stretch in which nobody looked, as when the
 * workers were off over a weekend, counts for an hour at most.
 */
export const waitedMs = sql`run.waited_ms
  + least(extract(epoch FROM now() - run.queued_at) * 1000, 3600000)::float`;
