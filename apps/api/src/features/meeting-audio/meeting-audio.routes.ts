import { meetingParamsSchema, noSuchMeeting } from '@memo/meetings';
import { defineRoute, type Route } from '../../http/route.ts';
import { audioReply } from '../../playback/audio-reply.ts';
import { audioBytesSchema, audioUrlQuerySchema, audioUrlSchema } from './meeting-audio.schemas.ts';
import type { MeetingAudioService } from './meeting-audio.service.ts';

const tags = ['Meetings'];
const contentType = 'audio/mpeg, audio/wav, audio/mp4, audio/flac, audio/webm, audio/ogg';
const audio = { schema: audioBytesSchema, contentType };

const downloadDescription = `The recording, or the mix of two, under the meeting's title.

A single byte range is answered with 206; several, or a range that makes no sense, with the whole audio. \`ETag\` with
\`If-None-Match\`, \`If-Range\` and \`If-Match\` lets a player ask again and a download go on.`;

export function createMeetingAudioRoutes(service: MeetingAudioService): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/meetings/:meeting_id/audio/url',
      contract: true,
      summary: 'An address that plays the audio for a while, without a token',
      description:
        'The same address is handed out again while at least half of the asked time is left.',
      tags,
      auth: 'bearer',
      allow: 'meeting.read',
      workspace: { meeting: 'meeting_id' },
      params: meetingParamsSchema,
      query: audioUrlQuerySchema,
      responses: {
        200: { description: 'The address', schema: audioUrlSchema },
        404: {
          description:
            'There is no such meeting in the workspace, or its recording is not there yet',
          example: noSuchMeeting.example,
        },
      },
      handler: async ({ scope, params, query }) => ({
        status: 200,
        // A response with this body is as good as the audio.
        headers: { 'Cache-Control': 'no-store' },
        body: await service.link(scope, params.meeting_id, query.expiration),
      }),
    }),
    defineRoute({
      method: 'get',
      path: '/meetings/:meeting_id/audio',
      contract: true,
      summary: 'Download the audio',
      description: downloadDescription,
      tags,
      auth: 'bearer',
      allow: 'meeting.read',
      workspace: { meeting: 'meeting_id' },
      params: meetingParamsSchema,
      responses: {
        200: { description: 'The whole audio', ...audio },
        206: { description: 'The range that was asked for', ...audio },
        304: { description: 'The version named by If-None-Match is the current one' },
        404: {
          description: 'There is no such meeting in the workspace, or its audio is not there',
          example: { detail: 'The stored file is gone. Upload the recording again.' },
        },
        412: {
          description: 'The version named by If-Match is not the current one',
          example: {
            detail: 'The audio is not the version you began with. Download it from the start.',
          },
        },
        416: {
          description: 'The range lies behind the end; Content-Range tells the size',
          example: { detail: 'The audio has 48213 bytes; ask for a range inside them.' },
        },
      },
      handler: async ({ scope, params, req }) =>
        audioReply(req, await service.open(scope, params.meeting_id)),
    }),
  ];
}
