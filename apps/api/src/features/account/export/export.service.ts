import { extname } from 'node:path/posix';
import { Readable } from 'node:stream';
import { notAuthenticated, personOf } from '@memo/access';
import type { Database, Scope, Transact } from '@memo/entities';
import type { AuditLog } from '@memo/journal';
import { toMeeting, type MeetingReader } from '@memo/meetings';
import type { ObjectStorage } from '@memo/storage';
import { attachment } from '../../../http/attachment.ts';
import { tooManyRequests, type RateLimits } from '../../../http/rate-limits.ts';
import { accountExported } from '../audit-entries.ts';
import { exportText } from './export-text.ts';
import { findAccountData, pageOfMeetings, pageOfProfiles, pageOfTemplates } from './export.sql.ts';

export interface ExportService {
  /**
   * All that is the person's, as a stream of JSON.
   * @throws AppError `rate_limited` for the eleventh of an hour; `forbidden` when no person is behind the caller.
   */
  open(scope: Scope): Promise<Readable>;
}

export interface ExportDeps {
  database: Database;
  transact: Transact;
  audit: AuditLog;
  rateLimits: RateLimits;
  reader: Pick<MeetingReader, 'shown'>;
  storage: Pick<ObjectStorage, 'presignGet'>;
  /** How long the addresses of recordings are good: no longer than an access token. */
  addressMs: number;
}

const first = '00000000-0000-0000-0000-000000000000';
const pageSize = 100;

export function createExportService(deps: ExportDeps): ExportService {
  const { database, transact, audit, rateLimits, reader, storage, addressMs } = deps;
  const rows = database.openRows();

  async function* pages<T>(
    read: (after: string) => Promise<T[]>,
    idOf: (row: T) => string,
  ): AsyncGenerator<T> {
    for (let after = first; ;) {
      const page = await read(after);
      yield* page;
      const last = page.at(-1);
      if (last === undefined || page.length < pageSize) return;
      after = idOf(last);
    }
  }

  async function* rowsOf(statement: typeof pageOfTemplates, userId: number) {
    const read = (after: string) => rows.all(statement, { userId, after, limit: pageSize });
    for await (const { row } of pages(read, (one) => one.row.id)) yield row;
  }

  /** One at a time: the longest of them is all that is held. */
  async function* meetingsOf(scope: Scope, userId: number) {
    const read = (after: string) => rows.all(pageOfMeetings, { userId, after, limit: pageSize });
    for await (const { id, workspaceId } of pages(read, (one) => one.id)) {
      const found = await reader.shown({ ...scope, workspaceId }, id);
      // Deleted while this was on its way.
      if (found === null) continue;
      const { meeting } = found;
      const audio = await audioOf(meeting.playback_key, meeting.title, id);
      yield { organization: workspaceId, ...toMeeting(found), audio };
    }
  }

  async function audioOf(key: string | null, title: string, id: string) {
    if (key === null) return null;
    const extension = extname(key);
    const { url, expiresAt } = await storage.presignGet(key, {
      expiresInSeconds: Math.floor(addressMs / 1_000),
      signedAt: new Date(),
      contentType: 'application/octet-stream',
      contentDisposition: attachment({ title, fallback: `meeting_${id.slice(0, 8)}`, extension }),
    });
    return { url, expires_at: expiresAt.toISOString() };
  }

  return {
    open: async (scope) => {
      const userId = personOf(scope);
      const { allowed, resetMs } = await rateLimits.take('export', String(userId));
      if (!allowed) throw tooManyRequests(resetMs);
      const found = await rows.first(findAccountData, { userId });
      if (found === null) throw notAuthenticated();
      await transact((tx) => audit.record(scope, tx, accountExported(userId)));
      const head = { exported_at: new Date().toISOString(), account: found.account };
      const text = exportText(head, [
        { name: 'templates', entries: rowsOf(pageOfTemplates, userId) },
        { name: 'speaker_profiles', entries: rowsOf(pageOfProfiles, userId) },
        { name: 'meetings', entries: meetingsOf(scope, userId) },
      ]);
      return Readable.from(text, { objectMode: false });
    },
  };
}
