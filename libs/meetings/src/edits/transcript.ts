import { hash } from 'node:crypto';
import type { Database, RowOfStatement, Tenant, Transaction } from '@memo/entities';
import { joinWords, type Segment } from '@memo/transcript';
import { readWords } from './edits.sql.ts';
import { transcriptShown, transcriptState } from './transcript.sql.ts';

export interface ShownTranscript extends Omit<
  RowOfStatement<typeof transcriptShown>,
  'segments' | 'partialSegments' | 'partialSpeakers' | 'chunksDone' | 'chunksTotal' | 'coveredMs'
> {
  /** Names what is read here: another one is another transcript. */
  version: string;
  /** Those of the page, which have words where they were asked for. */
  segments: Segment[];
  /** In all. */
  count: number;
  /** The first one behind the page; null at the end. */
  next: Segment | null;
  /** How far it is while it is in the making; null once it is finished, and where nothing is there yet. */
  partial: { chunksDone: number; chunksTotal: number; coveredMs: number } | null;
  isFinished: boolean;
}

/** Which of the segments are wanted. */
export interface TranscriptPage {
  /** Those that are heard between these times, in ms. */
  fromMs: number;
  toMs: number;
  /** From this one on; where it is gone, from the first one that begins no earlier. */
  cursor: { id: number; startMs: number } | null;
  limit: number;
  words: boolean;
}

/** What was said in a meeting, to be read in pages and changed. */
export interface Transcripts {
  /** Null where there is no such meeting. */
  version(tenant: Tenant, meetingId: string, tx?: Transaction): Promise<string | null>;
  /**
   * All of one moment.
   * @param isKnown whether the caller has this version: then nothing else is read.
   * @returns null where there is no such meeting.
   */
  read(
    tenant: Tenant,
    meetingId: string,
    page: TranscriptPage,
    isKnown: (version: string) => boolean,
  ): Promise<ShownTranscript | { known: string } | null>;
}

export function createTranscripts({ rows, snapshot }: Database): Transcripts {
  const version: Transcripts['version'] = async (tenant, meeting, tx) => {
    const found = await rows(tenant, tx).first(transcriptState, { meeting });
    return found && hash('sha256', JSON.stringify(found.state), 'base64url');
  };

  return {
    version,

    read: (tenant, meeting, page, isKnown) =>
      snapshot(async (tx) => {
        const known = await version(tenant, meeting, tx);
        if (known !== null && isKnown(known)) return { known };
        const owned = rows(tenant, tx);
        const found = await owned.first(transcriptShown, { meeting });
        if (found === null || known === null) return null;
        const { segments, partialSegments, partialSpeakers, chunksDone, chunksTotal, coveredMs } =
          found;
        const all = segments ?? partialSegments ?? [];
        const { chosen, next } = pageOf(all, page);
        const ids = chosen.map(({ id }) => id);
        const words =
          page.words && segments !== null ? await owned.first(readWords, { meeting, ids }) : null;
        const isPartial = chunksDone !== null && chunksTotal !== null && coveredMs !== null;
        return {
          ...found,
          version: known,
          segments: words === null ? chosen : joinWords(chosen, words.words),
          count: all.length,
          next,
          speakers: segments === null ? (partialSpeakers ?? []).map(unnamed) : found.speakers,
          partial: isPartial ? { chunksDone, chunksTotal, coveredMs } : null,
          isFinished: segments !== null,
        };
      }),
  };
}

const unnamed = ({ key, label }: { key: string; label: string }) => {
  return { key, label, name: null, profileId: null };
};

function pageOf(
  all: readonly Segment[],
  { fromMs, toMs, cursor, limit }: TranscriptPage,
): { chosen: Segment[]; next: Segment | null } {
  const heard = all.filter(({ startMs, endMs }) => {
    return startMs < toMs && (endMs > fromMs || startMs >= fromMs);
  });
  const exact = cursor === null ? 0 : heard.findIndex(({ id }) => id === cursor.id);
  const near = cursor === null ? 0 : heard.findIndex(({ startMs }) => startMs >= cursor.startMs);
  const start = exact >= 0 ? exact : near >= 0 ? near : heard.length;
  return { chosen: heard.slice(start, start + limit), next: heard[start + limit] ?? null };
}
