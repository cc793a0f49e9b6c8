import { meetingParamsSchema, noSuchMeeting } from '@memo/meetings';
import { hasCurrent } from '../../http/entity-tag.ts';
import { meetInPrefixes } from '../../http/prefixes.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import {
  editsQuerySchema,
  editsSchema,
  transcriptQuerySchema,
  transcriptSchema,
} from './transcript.schemas.ts';
import type { TranscriptService } from './transcript.service.ts';

/** What the routes of a transcript have in common. */
export const common = {
  tags: ['Transcripts'],
  auth: 'bearer' as const,
  workspace: { meeting: 'meeting_id' as const },
  prefixes: meetInPrefixes,
};

export const transcriptPath = '/transcription/meetings/:meeting_id/transcript';

export const createTranscriptRoutes = (service: TranscriptService): Route[] => [
  defineRoute({
    ...common,
    method: 'get',
    path: `${transcriptPath}/`,
    allow: 'meeting.read',
    summary: 'What was said in a meeting, who said it, and when',
    description: `All of it, or a page: by time, or from a cursor on. It is there as it is transcribed; \`is_finished\`
says whether it is whole. The \`ETag\` names what is told; send it as \`If-None-Match\` to hear only of something new, and
as \`If-Match\` with an edit, to change nothing that you have not seen.`,
    params: meetingParamsSchema,
    query: transcriptQuerySchema,
    responses: {
      200: { description: 'The transcript', schema: transcriptSchema },
      304: { description: 'The client has it, as If-None-Match says' },
      404: noSuchMeeting,
    },
    handler: async ({ scope, params, query, req }) => {
      const { etag, transcript } = await service.read(scope, params.meeting_id, query, (tag) =>
        hasCurrent(req, tag),
      );
      const headers = { ETag: etag };
      return transcript === null
        ? { status: 304, headers }
        : { status: 200, headers, body: transcript };
    },
  }),
  defineRoute({
    ...common,
    method: 'get',
    path: `${transcriptPath}/edits`,
    allow: 'meeting.read_history',
    summary: 'Who changed what in a transcript, and what it said before',
    description: `Of the transcript that is shown. An edit stays when it is undone; that is another edit. The edits of an
earlier generation are kept with it, and are here again when it is brought back.`,
    params: meetingParamsSchema,
    query: editsQuerySchema,
    responses: {
      200: { description: 'One page', schema: editsSchema },
      404: noSuchMeeting,
    },
    handler: async ({ scope, params, query }) => ({
      status: 200,
      body: await service.edits(scope, params.meeting_id, query),
    }),
  }),
];
