import type { EditOperation } from '@memo/transcript';
import type {
  ChangeFields,
  MergeFields,
  MoveFields,
  ReplaceFields,
  SplitFields,
} from './edit.schemas.ts';

/** What requests ask for, as the edits they are. */

const bySpeaker = (speaker: string | undefined) =>
  speaker === undefined ? {} : { speakerKey: speaker };

export const changed = (segmentId: number, { text, speaker }: ChangeFields): EditOperation => ({
  kind: 'change',
  segmentId,
  ...(text !== undefined && { text }),
  ...bySpeaker(speaker),
});

export const split = (
  segmentId: number,
  { word = 0, at_ms: ms, character }: SplitFields,
): EditOperation => ({
  kind: 'split',
  segmentId,
  at: character !== undefined ? { character } : ms !== undefined ? { ms } : { word },
});

export const merged = ({ segment_ids: segmentIds, speaker }: MergeFields): EditOperation => ({
  kind: 'merge',
  segmentIds,
  ...bySpeaker(speaker),
});

export const moved = (fields: MoveFields): EditOperation => ({
  kind: 'move',
  fromId: fields.from_segment,
  toId: fields.to_segment,
  speakerKey: fields.speaker,
});

export const replaced = (fields: ReplaceFields): EditOperation => ({
  kind: 'replace',
  find: fields.find,
  replacement: fields.replace,
  wholeWords: fields.whole_words,
  matchCase: fields.match_case,
});
