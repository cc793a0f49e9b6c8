import { personBehind } from '@memo/access';
import {
  newId,
  type Database,
  type RowOfStatement,
  type Rows,
  type Scope,
  type Tenant,
  type Transaction,
} from '@memo/entities';
import type { StoredOperation } from '@memo/entities/transcripts';
import {
  joinWords,
  lineageAfter,
  splitWords,
  touchedBy,
  type Hunk,
  type Segment,
  type SegmentWords,
} from '@memo/transcript';
import { meetingNotFound } from '@memo/access';
import { adoptOldForm } from '../old-form.sql.ts';
import { notTranscribed } from '../reader.ts';
import {
  describeEdits,
  insertEdit,
  lockEdited,
  lockForEdit,
  readChain,
  readEdit,
  readWords,
  writeEdited,
} from './edits.sql.ts';
import { planOperation, planUndo, type Plan } from './plan.ts';
import { replacedSoon } from './refusals.ts';

export interface TranscriptEdit extends RowOfStatement<typeof describeEdits> {
  undoes: string | null;
  /** Whether it was taken back. */
  isUndone: boolean;
}

export interface WantedEdit {
  operation: StoredOperation;
  /** Counts what it would change, and changes nothing. */
  isTrial?: boolean;
  /** Called while nobody else can change it. @throws what refuses the edit. */
  check?: (tx: Transaction) => Promise<void>;
}

export interface MadeEdit {
  /** Null where nothing was changed. */
  id: string | null;
  /** How often was found what is replaced. */
  matches: number;
  /** The segments that are changed, or would be, in the order of reading. */
  segmentIds: number[];
}

/** What people change in transcripts. What the machine heard stays beside it, whatever they do. */
export interface TranscriptEdits {
  /**
   * Changes the transcript that is shown, and writes down what was there before.
   * @throws AppError `not_found` for a meeting, segment, speaker or edit that is not there; `conflict` while there is no
   * transcript or another is about to take its place, and for an edit that others stand upon; `invalid_input`.
   */
  make(scope: Scope, tx: Transaction, meetingId: string, wanted: WantedEdit): Promise<MadeEdit>;
  /** Those of the transcript that is shown, the newest first; from the one behind `after` on. */
  list(
    tenant: Tenant,
    meetingId: string,
    page: { after: string | null; limit: number },
  ): Promise<{ edits: TranscriptEdit[]; total: number; next: string | null }>;
  /** One of any generation that is kept; null where there is none. */
  get(tenant: Tenant, meetingId: string, id: string): Promise<TranscriptEdit | null>;
}

export function createTranscriptEdits({ rows }: Pick<Database, 'rows'>): TranscriptEdits {
  return {
    make: async (scope, tx, meeting, { operation, isTrial = false, check }) => {
      const owned = rows(scope, tx);
      const found = await owned.first(lockForEdit, { meeting });
      if (found === null) throw meetingNotFound();
      await owned.run(adoptOldForm, { meeting });
      const now = await owned.first(lockEdited, { meeting });
      if (now === null) throw notTranscribed(found.status, 'Edit it');
      // A note that is made anew leaves the transcript as it is.
      if (found.beside !== null && found.beside !== 'summarize') throw replacedSoon();
      await check?.(tx);
      const plan = await planOf(owned, meeting, now, operation);
      const segmentIds = plan.hunks.flatMap(({ after }) => after.map(({ id }) => id));
      if (isTrial || plan.hunks.length === 0)
        return { id: null, matches: plan.matches, segmentIds };
      const stored = plan.matches > 0 ? { ...operation, matches: plan.matches } : operation;
      const edit = { id: newId(), operation: stored, user: personBehind(scope.actor) };
      await write(owned, meeting, { ...now, generation: found.generation }, plan, edit);
      return { id: edit.id, matches: plan.matches, segmentIds };
    },

    list: async (tenant, meeting, { after, limit }) => {
      const chain = await rows(tenant).all(readChain, { meeting });
      const from = after === null ? 0 : chain.findIndex(({ id }) => id === after) + 1;
      const ids = chain.slice(from, from + limit).map(({ id }) => id);
      const edits = await described(tenant, meeting, ids, chain);
      const last = from + limit < chain.length ? (ids.at(-1) ?? null) : null;
      return { edits, total: chain.length, next: last };
    },

    get: async (tenant, meeting, id) => {
      const chain = await rows(tenant).all(readChain, { meeting });
      return (await described(tenant, meeting, [id], chain))[0] ?? null;
    },
  };

  async function described(
    tenant: Tenant,
    meeting: string,
    ids: string[],
    chain: readonly { id: string; undoes: string | null }[],
  ): Promise<TranscriptEdit[]> {
    if (ids.length === 0) return [];
    const undone = undoneIn(chain);
    const found = await rows(tenant).all(describeEdits, { meeting, ids });
    return found.map((row) => ({
      ...row,
      undoes: row.operation.kind === 'undo' ? row.operation.editId : null,
      isUndone: undone.has(row.id),
    }));
  }
}

/** An edit that takes another back may be taken back itself. @param chain the newest first. */
function undoneIn(chain: readonly { id: string; undoes: string | null }[]): Set<string> {
  const undone = new Set<string>();
  for (const { id, undoes } of chain) if (undoes !== null && !undone.has(id)) undone.add(undoes);
  return undone;
}

type Edited = RowOfStatement<typeof lockEdited>;

async function planOf(
  owned: Rows,
  meeting: string,
  now: Edited,
  operation: StoredOperation,
): Promise<Plan> {
  const withWords = async (ids: number[]): Promise<Segment[]> => {
    const found = await owned.first(readWords, { meeting, ids });
    return joinWords(now.segments, found?.words ?? []);
  };
  if (operation.kind !== 'undo') {
    const touched = touchedBy(now.segments, operation)?.map(({ id }) => id) ?? [];
    return planOperation({ ...now, segments: await withWords(touched) }, operation);
  }
  const chain = await owned.all(readChain, { meeting });
  const isShown = chain.some(({ id }) => id === operation.editId);
  const edit = isShown ? await owned.first(readEdit, { meeting, id: operation.editId }) : null;
  const touched = edit?.after.flat().map(({ id }) => id) ?? [];
  const isUndone = undoneIn(chain).has(operation.editId);
  return planUndo({ ...now, segments: await withWords(touched) }, edit && { ...edit, isUndone });
}

async function write(
  owned: Rows,
  meeting: string,
  now: Edited & { generation: number },
  { segments, hunks, nextSegmentId }: Plan,
  { id, operation, user }: { id: string; operation: StoredOperation; user: number | null },
): Promise<void> {
  const { generationId, generation, lastEditId, lineage, number } = now;
  await owned.run(insertEdit, {
    ...{ id, meeting, generationId, generation, operation, user },
    number: number + 1,
    previous: lastEditId,
    before: hunks.map(({ before }) => splitWords(before).segments),
    after: hunks.map(({ after }) => splitWords(after).segments),
    words: {
      before: splitWords(hunks.flatMap(({ before }) => before)).words,
      after: splitWords(hunks.flatMap(({ after }) => after)).words,
    },
  });
  await owned.run(writeEdited, {
    ...{ meeting, nextSegmentId, edit: id },
    segments: splitWords(segments).segments,
    words: allWords(hunks),
    touched: hunks.flatMap(({ before, after }) => [...before, ...after].map((one) => one.id)),
    lineage: lineageAfter(lineage ?? [], hunks),
  });
}

/** Also of segments that have none now: the machine's would be read in their place. */
const allWords = (hunks: readonly Hunk[]): SegmentWords[] =>
  hunks.flatMap(({ after }) => after.map(({ id, words }) => ({ id, words })));
