import { personOf } from '@memo/access';
import type { Database, Scope } from '@memo/entities';
import { AppError, type ErrorKind } from '@memo/errors';
import { findSeenMeeting, meetingNotFound } from '@memo/meetings';
import type { BulkAnswer, BulkBody } from './generate.schemas.ts';
import type { GenerateMinutes } from './generate.service.ts';

/** Has minutes of many meetings made; what one of them stands in the way of is made of the others. */
export type GenerateMany = (scope: Scope, body: BulkBody) => Promise<BulkAnswer>;

export const createGenerateMany =
  (
    { generate, requireTemplate }: Pick<GenerateMinutes, 'generate' | 'requireTemplate'>,
    { rows }: Pick<Database, 'rows'>,
  ): GenerateMany =>
  async (scope, { meeting_ids: ids, ...asked }) => {
    await requireTemplate(scope, asked);
    const results: BulkAnswer['results'] = [];
    for (const meetingId of new Set(ids.map((id) => id.toLowerCase()))) {
      results.push(await one(meetingId));
    }
    return { results, queued: results.filter(({ status }) => status === 202).length };

    async function one(meeting_id: string): Promise<BulkAnswer['results'][number]> {
      try {
        // No path names it: whether the caller sees it is asked here.
        const asking = { viewer: personOf(scope), id: meeting_id };
        if ((await rows(scope).first(findSeenMeeting, asking)) === null) throw meetingNotFound();
        const { id } = await generate(scope, meeting_id, asked);
        return { meeting_id, status: 202, detail: null, minutes_id: id };
      } catch (error) {
        const status = error instanceof AppError ? aboutOne[error.kind] : undefined;
        if (status === undefined) throw error;
        return { meeting_id, status, detail: (error as AppError).message, minutes_id: null };
      }
    }
  };

/** What may stand in the way of one meeting, and not of another. */
const aboutOne: Partial<Record<ErrorKind, number>> = { not_found: 404, conflict: 409 };
