import type { Scope, Transact } from '@memo/entities';
import type { AuditLog, RecordEvent } from '@memo/journal';
import {
  meetingNotFound,
  type TranscriptEdits,
  type Transcripts,
  type WantedEdit,
} from '@memo/meetings';
import type { Pipeline } from '@memo/pipeline';
import type { KeepMade } from '../../http/idempotency/once.ts';
import type { WireAnswer } from './edit.schemas.ts';
import {
  mostSegments,
  type EditsQuery,
  type TranscriptQuery,
  type WireEdits,
  type WireTranscript,
} from './transcript.schemas.ts';
import { toEdit, toTranscript } from './wire.ts';

/** A transcript and the tag that names it; without it, for a client that has it. */
export interface TaggedTranscript {
  etag: string;
  transcript: WireTranscript | null;
}

export interface EditRequest extends Pick<WantedEdit, 'operation' | 'isTrial'> {
  /** @throws what refuses an edit of this version. */
  requireMatch: (etag: string) => void;
  /** Keeps the edit under the key of its request. */
  keep?: KeepMade;
}

export interface TranscriptService {
  /** @throws AppError `not_found`. */
  read(
    scope: Scope,
    meetingId: string,
    query: TranscriptQuery,
    isCurrent: (etag: string) => boolean,
  ): Promise<TaggedTranscript>;
  /** @throws AppError as `TranscriptEdits.make`. */
  edit(
    scope: Scope,
    meetingId: string,
    request: EditRequest,
  ): Promise<{ etag: string; answer: WireAnswer }>;
  /** What an edit was answered with. @throws AppError `not_found`. */
  answered(scope: Scope, meetingId: string, editId: string): Promise<WireAnswer>;
  edits(scope: Scope, meetingId: string, query: EditsQuery): Promise<WireEdits>;
}

export interface TranscriptDeps {
  reader: Transcripts;
  edits: TranscriptEdits;
  pipeline: Pick<Pipeline, 'remeasure'>;
  transact: Transact;
  audit: AuditLog;
  recordEvent: RecordEvent;
}

/** Weak: what it names may be sent compressed or as it is. */
const tagOf = (version: string): string => `W/"${version}"`;

export function createTranscriptService(deps: TranscriptDeps): TranscriptService {
  const { reader, edits, pipeline, transact, audit, recordEvent } = deps;

  async function answered(scope: Scope, meetingId: string, id: string): Promise<WireAnswer> {
    const edit = await edits.get(scope, meetingId, id);
    if (edit === null) throw meetingNotFound();
    const { operation, segmentIds } = edit;
    const matches = operation.kind === 'undo' ? 0 : (operation.matches ?? 0);
    return { changed: true, matches, segment_ids: segmentIds, edit: toEdit(edit) };
  }

  return {
    read: async (scope, meetingId, query, isCurrent) => {
      const { words } = query;
      const most = words ? mostSegments.worded : mostSegments.plain;
      const page = {
        fromMs: query.from,
        toMs: query.to,
        cursor: query.cursor ?? null,
        limit: Math.min(query.limit ?? most, most),
        words,
      };
      const isKnown = (version: string) => isCurrent(tagOf(version));
      const found = await reader.read(scope, meetingId, page, isKnown);
      if (found === null) throw meetingNotFound();
      if ('known' in found) return { etag: tagOf(found.known), transcript: null };
      return { etag: tagOf(found.version), transcript: toTranscript(meetingId, found, { words }) };
    },

    edit: async (scope, meetingId, { requireMatch, keep, ...wanted }) => {
      const versionIn = async (tx: Parameters<RecordEvent>[0]): Promise<string> =>
        tagOf((await reader.version(scope, meetingId, tx)) ?? '');
      const { made, etag } = await transact(async (tx) => {
        await pipeline.remeasure.hold(scope, tx, meetingId);
        const check = async () => requireMatch(await versionIn(tx));
        const edit = await edits.make(scope, tx, meetingId, { ...wanted, check });
        if (edit.id !== null) {
          const { workspaceId } = scope;
          await recordEvent(tx, { kind: 'transcript.changed', workspaceId, meetingId });
          await audit.record(scope, tx, {
            action: 'transcript.edited',
            subject: meetingId,
            details: { edit: edit.id, kind: wanted.operation.kind },
          });
          await pipeline.remeasure.ask(scope, tx, meetingId);
          await keep?.(tx, edit.id);
        }
        return { made: edit, etag: await versionIn(tx) };
      });
      const { id, matches, segmentIds } = made;
      return {
        etag,
        answer:
          id === null
            ? { changed: false, matches, segment_ids: segmentIds, edit: null }
            : await answered(scope, meetingId, id),
      };
    },

    answered,

    edits: async (scope, meetingId, { limit, cursor = null }) => {
      const found = await edits.list(scope, meetingId, { after: cursor, limit });
      return { data: found.edits.map(toEdit), total: found.total, next_cursor: found.next };
    },
  };
}
