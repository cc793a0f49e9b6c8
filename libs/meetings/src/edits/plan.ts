import {
  applyHunks,
  invertHunks,
  joinWords,
  planEdit,
  type EditOperation,
  type Hunk,
  type Segment,
  type SegmentWords,
} from '@memo/transcript';
import { AppError } from '@memo/errors';
import { noSuchEdit, refusalOf, stoodUpon, undoneAlready } from './refusals.ts';

export interface Plan {
  /** All of the transcript as it will be. */
  segments: Segment[];
  hunks: readonly Hunk[];
  nextSegmentId: number;
  matches: number;
}

interface Now {
  /** Those that are touched with their words. */
  segments: Segment[];
  nextSegmentId: number;
  speakers: { key: string; label: string }[];
}

/** @throws AppError for what cannot be done to this transcript. */
export function planOperation(now: Now, asked: EditOperation): Plan {
  const transcript = { ...now, speakerKeys: new Set(now.speakers.map(({ key }) => key)) };
  const operation = byKey(asked, now.speakers);
  const planned = planEdit(transcript, operation);
  if ('refused' in planned) throw refusalOf(planned.refused, operation);
  const segments = applyHunks(now.segments, planned.hunks);
  if (segments === null) throw new AppError('internal', 'An edit does not fit its transcript.');
  return { ...planned, segments };
}

/** A speaker may be meant by the label as well; the key counts where it is both. */
function byKey<O extends EditOperation>(operation: O, speakers: Now['speakers']): O {
  if (!('speakerKey' in operation)) return operation;
  const { speakerKey: asked } = operation;
  const meant =
    speakers.find(({ key }) => key === asked) ?? speakers.find(({ label }) => label === asked);
  return { ...operation, speakerKey: meant?.key ?? asked };
}

interface StoredEdit {
  number: number;
  before: Segment[][];
  after: Segment[][];
  words: { before: SegmentWords[]; after: SegmentWords[] };
  isUndone: boolean;
}

/**
 * Puts back what an edit found. Where one of its segments is not as it left it, nothing is put back: what was made since
 * would be lost.
 * @throws AppError
 */
export function planUndo(now: Now, edit: StoredEdit | null): Plan {
  if (edit === null) throw noSuchEdit();
  if (edit.isUndone) throw undoneAlready(edit.number);
  const made = edit.before.map((before, index) => ({
    before: joinWords(before, edit.words.before),
    after: joinWords(edit.after[index] ?? [], edit.words.after),
  }));
  const hunks = invertHunks(made);
  const segments = applyHunks(now.segments, hunks);
  if (segments === null) throw stoodUpon(edit.number);
  return { segments, hunks, nextSegmentId: now.nextSegmentId, matches: 0 };
}
