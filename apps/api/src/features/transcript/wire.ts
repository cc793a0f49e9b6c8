import type { ShownTranscript, TranscriptEdit } from '@memo/meetings';
import { displayName, type Segment } from '@memo/transcript';
import { encodePlace } from './place-cursor.ts';
import type { WireEdit, WireTranscript } from './transcript.schemas.ts';

/** A transcript as it goes over the wire. */
export function toTranscript(
  meetingId: string,
  found: ShownTranscript,
  { words }: { words: boolean },
): WireTranscript {
  const { provider, model, partial, next } = found;
  const toSegment = segmentMapper(found.speakers);
  return {
    meeting_id: meetingId,
    status: found.status,
    generation: found.generation,
    is_finished: found.isFinished,
    partial: partial && {
      chunks_done: partial.chunksDone,
      chunks_total: partial.chunksTotal,
      covered_ms: partial.coveredMs,
    },
    edited: found.edits > 0,
    edits: found.edits,
    duration_ms: found.durationMs,
    engine: provider === null || model === null ? null : { provider, model },
    coverage: found.coverage,
    speakers: found.speakers.map(({ key, label, name, profileId }) => {
      return { key, label, name, profile_id: profileId };
    }),
    segments: found.segments.map((segment) => ({
      ...toSegment(segment),
      ...(words && { words: segment.words.map(toWord) }),
    })),
    total_segments: found.count,
    next_cursor: next && encodePlace(next),
  };
}

export function toEdit({ operation, userId, userName, ...edit }: TranscriptEdit): WireEdit {
  const replacement = operation.kind === 'replace' ? operation : null;
  return {
    id: edit.id,
    number: edit.number,
    kind: operation.kind,
    made_by: userId === null ? null : { id: userId, name: userName },
    made_at: edit.createdAt.toISOString(),
    generation: edit.generation,
    undoes: edit.undoes,
    undone: edit.isUndone,
    find: replacement?.find ?? null,
    replace: replacement?.replacement ?? null,
    segments_changed: edit.changes,
    before: edit.before.flat().map(toEdited),
    after: edit.after.flat().map(toEdited),
  };
}

const toEdited = ({ id, speakerKey, text, startMs, endMs }: Segment) => {
  return { id, speaker_key: speakerKey, text, start_ms: startMs, end_ms: endMs };
};

function segmentMapper(speakers: ShownTranscript['speakers']) {
  const names = new Map(speakers.map((speaker) => [speaker.key, displayName(speaker)]));
  return ({ id, speakerKey, text, startMs, endMs }: Segment) => ({
    id,
    speaker_key: speakerKey,
    speaker: names.get(speakerKey) ?? speakerKey,
    text,
    start_ms: startMs,
    end_ms: endMs,
  });
}

const toWord = ({ text, startMs, endMs, confidence }: Segment['words'][number]) => {
  return { text, start_ms: startMs, end_ms: endMs, confidence: confidence ?? null };
};
