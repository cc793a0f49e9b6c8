import type { Scope } from '@memo/entities';
import {
  cutOutsideDetail,
  meetingParamsSchema,
  noSuchSegmentDetail,
  replacedDetail,
  stoodUponDetail,
} from '@memo/meetings';
import type { Request } from 'express';
import { changedSince, requireMatch } from '../../http/entity-tag.ts';
import { defineRoute, type Reply, type ResponseSpec, type Route } from '../../http/route.ts';
import {
  answerSchema,
  changeSchema,
  mergeSchema,
  moveSchema,
  replaceSchema,
  splitSchema,
} from './edit.schemas.ts';
import { changed, merged, moved, replaced, split } from './operations.ts';
import { common, transcriptPath } from './transcript.routes.ts';
import { editParamsSchema, segmentParamsSchema } from './transcript.schemas.ts';
import type { EditRequest, TranscriptService } from './transcript.service.ts';

const responses: Record<number, ResponseSpec> = {
  200: { description: 'What was done', schema: answerSchema },
  400: { description: 'It cannot be done', example: { detail: cutOutsideDetail } },
  404: {
    description: 'No such meeting, segment or speaker; nothing was changed',
    example: { detail: noSuchSegmentDetail },
  },
  409: {
    description:
      'There is no transcript yet, another is being made in its place, or it was changed so that this cannot be done any more',
    example: { detail: replacedDetail },
  },
  412: {
    description: 'It is not the version that If-Match names',
    example: { detail: changedSince },
  },
};

type Asked = Omit<EditRequest, 'requireMatch'>;

export function createEditRoutes(service: TranscriptService): Route[] {
  async function edited(
    { scope, params, req }: { scope: Scope; params: { meeting_id: string }; req: Request },
    asked: Asked,
  ): Promise<Reply> {
    const { etag, answer } = await service.edit(scope, params.meeting_id, {
      ...asked,
      requireMatch: (tag) => requireMatch(req, tag),
    });
    return { status: 200, headers: { ETag: etag }, body: answer };
  }
  const write = { ...common, allow: 'transcript.edit' as const, responses };

  return [
    defineRoute({
      ...write,
      method: 'patch',
      path: `${transcriptPath}/segments/:segment`,
      summary: 'Mend what a segment says, or whose it is',
      description: `Words that stand keep their times, new ones share the room between them. What the machine heard is
kept, and every edit can be undone. Search, exports and the statements of the note follow at once, the metrics within two
minutes; a new note is made only when one is asked for.`,
      params: segmentParamsSchema,
      body: changeSchema,
      handler: (input) => edited(input, { operation: changed(input.params.segment, input.body) }),
    }),
    defineRoute({
      ...write,
      method: 'post',
      path: `${transcriptPath}/segments/:segment/split`,
      idempotency: {
        status: 200,
        replay: (scope, id, params) => service.answered(scope, params.meeting_id, id),
      },
      summary: 'Make two segments of one',
      description: 'The first part keeps the id, the second gets a new one.',
      params: segmentParamsSchema,
      body: splitSchema,
      handler: (input) =>
        edited(input, {
          operation: split(input.params.segment, input.body),
          keep: input.once.keep,
        }),
    }),
    defineRoute({
      ...write,
      method: 'post',
      path: `${transcriptPath}/segments/merge`,
      idempotency: { needless: 'segments that are one already are refused' },
      summary: 'Make one segment of some that follow each other',
      params: meetingParamsSchema,
      body: mergeSchema,
      handler: (input) => edited(input, { operation: merged(input.body) }),
    }),
    defineRoute({
      ...write,
      method: 'post',
      path: `${transcriptPath}/segments/move`,
      idempotency: { needless: 'what is the speaker’s already is not changed' },
      summary: 'Give a range of segments to another speaker',
      params: meetingParamsSchema,
      body: moveSchema,
      handler: (input) => edited(input, { operation: moved(input.body) }),
    }),
    defineRoute({
      ...write,
      method: 'post',
      path: `${transcriptPath}/replace`,
      idempotency: {
        status: 200,
        replay: (scope, id, params) => service.answered(scope, params.meeting_id, id),
      },
      summary: 'Find and replace in all of a transcript',
      description: 'One edit, however much it changes, and undone as one. `dry_run` counts first.',
      params: meetingParamsSchema,
      body: replaceSchema,
      handler: (input) =>
        edited(input, {
          operation: replaced(input.body),
          isTrial: input.body.dry_run,
          keep: input.once.keep,
        }),
    }),
    defineRoute({
      ...write,
      method: 'post',
      path: `${transcriptPath}/edits/:edit_id/undo`,
      idempotency: { needless: 'what is undone is refused' },
      summary: 'Take an edit back',
      description: `What it found is there again, to the letter and the millisecond. Where a later edit changed what it
left, nothing is done. To undo an undo does the edit again.`,
      params: editParamsSchema,
      responses: {
        ...responses,
        404: {
          description: 'No such meeting, or no such edit of the transcript that is shown',
          example: { detail: 'There is no such edit of the transcript that is shown.' },
        },
        409: {
          description: 'A later edit changed what it left, or it is undone',
          example: { detail: stoodUponDetail(3) },
        },
      },
      handler: (input) =>
        edited(input, { operation: { kind: 'undo', editId: input.params.edit_id } }),
    }),
  ];
}
