import { joinText } from '../stitch/merge.ts';
import type { Segment } from '../types.ts';
import type { Hunk } from './lineage.ts';
import { realignWords } from './realign.ts';
import { replacerOf, type Replacement } from './replace-text.ts';
import { splitSegment, type Cut } from './split-segment.ts';

/** What a person does to a transcript. */
export type EditOperation =
  | { kind: 'change'; segmentId: number; text?: string; speakerKey?: string }
  | { kind: 'split'; segmentId: number; at: Cut }
  /** Segments that follow each other become the first of them; said by its speaker, unless by another. */
  | { kind: 'merge'; segmentIds: number[]; speakerKey?: string }
  /** From the one to the other, in the order of reading. */
  | { kind: 'move'; fromId: number; toId: number; speakerKey: string }
  | ({ kind: 'replace' } & Replacement);

export type EditRefusal =
  'no_such_segment' | 'no_such_speaker' | 'cut_outside' | 'not_neighbours' | 'too_long';

export interface PlannedEdit {
  /** Empty where everything is as asked for already. */
  hunks: Hunk[];
  /** Of the segment that is added next. */
  nextSegmentId: number;
  /** How often was found what is replaced; 0 of any other edit. */
  matches: number;
}

export interface EditedTranscript {
  segments: readonly Segment[];
  nextSegmentId: number;
  speakerKeys: ReadonlySet<string>;
}

/** Characters of one segment, and of all of them together; what is longer already may get shorter. */
export const mostCharacters = { segment: 100_000, transcript: 1_500_000 };

/** What an edit changes, or why it cannot be made. Of the segments it touches, the words must be given. */
export function planEdit(
  transcript: EditedTranscript,
  operation: EditOperation,
): PlannedEdit | { refused: EditRefusal } {
  const { segments, nextSegmentId, speakerKeys } = transcript;
  const speakerKey = 'speakerKey' in operation ? operation.speakerKey : undefined;
  if (speakerKey !== undefined && !speakerKeys.has(speakerKey)) {
    return { refused: 'no_such_speaker' };
  }
  const planned = plan(segments, operation, nextSegmentId);
  if ('refused' in planned) return planned;
  const hunks = planned.hunks.filter(isChange);
  return isTooLong(segments, hunks) ? { refused: 'too_long' } : { ...planned, hunks };
}

type Plan = PlannedEdit | { refused: EditRefusal };

function plan(segments: readonly Segment[], operation: EditOperation, next: number): Plan {
  const touched = touchedBy(segments, operation);
  if (touched === null) return { refused: 'no_such_segment' };
  const changed = (hunks: Hunk[], matches = 0): Plan => ({ hunks, nextSegmentId: next, matches });
  switch (operation.kind) {
    case 'change':
    case 'move':
      return changed(
        touched.map((before) => ({ before: [before], after: [edited(before, operation)] })),
      );
    case 'merge':
      if (!areNeighbours(segments, touched)) return { refused: 'not_neighbours' };
      return changed([{ before: touched, after: merged(touched, operation.speakerKey) }]);
    case 'split': {
      const parts = touched[0] && splitSegment(touched[0], operation.at, next);
      if (!parts) return { refused: 'cut_outside' };
      return { hunks: [{ before: touched, after: parts }], nextSegmentId: next + 1, matches: 0 };
    }
    case 'replace': {
      const replaceIn = replacerOf(operation);
      let all = 0;
      const hunks = touched.map((before) => {
        const { text, matches } = replaceIn(before.text);
        all += matches;
        return { before: [before], after: [edited(before, { text })] };
      });
      return changed(hunks, all);
    }
  }
}

/** The segments that an edit would change, in the order of reading; null where one that it names is not there. */
export function touchedBy(
  segments: readonly Segment[],
  operation: EditOperation,
): Segment[] | null {
  switch (operation.kind) {
    case 'change':
    case 'split':
      return named(segments, [operation.segmentId]);
    case 'merge':
      return named(segments, operation.segmentIds);
    case 'move': {
      const places = [operation.fromId, operation.toId].map((id) =>
        segments.findIndex((segment) => segment.id === id),
      );
      if (places.includes(-1)) return null;
      return segments.slice(Math.min(...places), Math.max(...places) + 1);
    }
    case 'replace': {
      const replaceIn = replacerOf(operation);
      return segments.filter(({ text }) => replaceIn(text).matches > 0);
    }
  }
}

function named(segments: readonly Segment[], ids: readonly number[]): Segment[] | null {
  const wanted = new Set(ids);
  const found = segments.filter(({ id }) => wanted.has(id));
  return found.length === wanted.size ? found : null;
}

function edited(
  segment: Segment,
  { text = segment.text, speakerKey = segment.speakerKey }: { text?: string; speakerKey?: string },
): Segment {
  return { ...segment, text, speakerKey, words: realignWords(segment, text) };
}

function areNeighbours(segments: readonly Segment[], touched: readonly Segment[]): boolean {
  const [first] = touched;
  if (first === undefined || touched.length < 2) return false;
  const place = segments.indexOf(first);
  return touched.every((segment, index) => segments[place + index] === segment);
}

function merged(touched: readonly Segment[], speakerKey?: string): Segment[] {
  const [first] = touched;
  if (first === undefined) return [];
  const said = touched.map(({ text }) => text).filter((text) => text !== '');
  return [
    {
      ...first,
      speakerKey: speakerKey ?? first.speakerKey,
      text: said.length === 0 ? '' : said.reduce(joinText),
      startMs: Math.min(...touched.map(({ startMs }) => startMs)),
      endMs: Math.max(...touched.map(({ endMs }) => endMs)),
      words: touched.flatMap(({ words }) => words),
    },
  ];
}

const isChange = ({ before, after }: Hunk): boolean =>
  before.length !== after.length ||
  before.some(({ text, speakerKey }, index) => {
    return text !== after[index]?.text || speakerKey !== after[index].speakerKey;
  });

function isTooLong(segments: readonly Segment[], hunks: readonly Hunk[]): boolean {
  const lengthOf = (list: readonly Segment[]) =>
    list.reduce((sum, { text }) => sum + text.length, 0);
  const longest = (list: readonly Segment[]) =>
    list.reduce((most, { text }) => Math.max(most, text.length), 0);
  const grown = hunks.reduce(
    (sum, { before, after }) => sum + lengthOf(after) - lengthOf(before),
    0,
  );
  if (grown > 0 && lengthOf(segments) + grown > mostCharacters.transcript) return true;
  return hunks.some(({ before, after }) => {
    return longest(after) > Math.max(mostCharacters.segment, longest(before));
  });
}
