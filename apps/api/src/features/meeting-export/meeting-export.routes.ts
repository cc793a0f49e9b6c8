import { meetingParamsSchema, noSuchMeeting } from '@memo/meetings';
import { hasCurrent } from '../../http/entity-tag.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import { whenGone } from '../../http/when-gone.ts';
import { exportContent, exportQuerySchema } from './meeting-export.schemas.ts';
import type { MeetingExportService } from './meeting-export.service.ts';

const description = `The transcript, and for most forms the note, as a file under the meeting's title, with the names
that speakers have now. The documents say what part of the speech is missing from the transcript.

\`ETag\` with \`If-None-Match\` says whether it has changed, before anything is made.

A transcript that is still being made is not exported. Long documents are made one after the other. A meeting of more
than some 25,000 passages, which is more than 12 hours of talk have, is no docx and no pdf.`;

export function createMeetingExportRoutes(service: MeetingExportService): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/meetings/:meeting_id/export',
      summary: 'Download a meeting as subtitles, text or a document',
      description,
      tags: ['Meetings'],
      auth: 'bearer',
      allow: 'meeting.read',
      workspace: { meeting: 'meeting_id' },
      params: meetingParamsSchema,
      query: exportQuerySchema,
      responses: {
        200: { description: 'The file', content: exportContent },
        304: { description: 'The version named by If-None-Match is the current one' },
        404: noSuchMeeting,
        409: {
          description: 'There is no finished transcript',
          example: {
            detail:
              'This meeting has no finished transcript yet. Export it once its status is COMPLETED.',
          },
        },
        413: {
          description: 'The meeting is too long for a docx or pdf',
          example: {
            detail: 'This meeting is too long for a pdf. Export it as txt, md or json instead.',
          },
        },
        503: {
          description:
            'Too many documents are being made, and `Retry-After` says when to try again; or something this API depends on does not answer',
          example: { detail: 'The service is temporarily unavailable. Please try again later.' },
        },
      },
      handler: async ({ scope, params, query, req, res }) => {
        const found = await service.find(scope, params.meeting_id, query.format);
        // Kept by the caller's own cache, but asked about each time: meetings get deleted.
        const caching = { ETag: found.etag, 'Cache-Control': 'private, no-cache' };
        if (hasCurrent(req, found.etag)) return { status: 304, headers: caching };
        const headers = { ...found.headers, ...caching };
        if (req.method === 'HEAD') return { status: 200, headers };
        const { sizeBytes, stream } = await found.open(
          whenGone(res, 'The client did not wait for its file.'),
        );
        const size = sizeBytes === undefined ? {} : { 'Content-Length': String(sizeBytes) };
        return { status: 200, headers: { ...headers, ...size }, stream };
      },
    }),
  ];
}
