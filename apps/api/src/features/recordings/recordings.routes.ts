import { meetingParamsSchema, noSuchMeeting } from '@memo/meetings';
import { recordingNotFound } from '@memo/access';
import { meetInPrefixes } from '../../http/prefixes.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import {
  initiatedSchema,
  initiateSchema,
  recordingParamsSchema,
  recordingSchema,
} from './recordings.schemas.ts';
import type { RecordingsService } from './recordings.service.ts';
import { hasBegun, otherBytes } from './refusals.ts';

const common = {
  method: 'post' as const,
  prefixes: meetInPrefixes,
  tags: ['Recordings'],
  auth: 'bearer' as const,
  allow: 'recording.upload' as const,
};

const initiateDescription = `Answers with an address of the storage and the headers to send with it. Send the bytes there with
PUT, within an hour, and then \`POST /recordings/{recording_id}/complete/\`. An upload that began in time may take longer.

A meeting begins with the last recording that was initiated for it: where there are two sides, initiate both before the
first is complete. A side that is initiated again before it is complete stays the same recording, with the bytes that
were announced last and a new address. What is not complete after a day is not waited for any more.

Each file is MP3, WAV, M4A, FLAC, WebM or Opus, told by its content when it is complete.`;

const completeDescription = `Size, SHA-256 and format are checked here, and what is kept is what was checked: the address may write no longer to it. It takes as long as reading the recording
takes. A recording that is complete already is answered alike.`;

const badFormat = {
  description: 'Not an audio file this API accepts',
  example: {
    detail: 'Invalid audio file format. Please use MP3, WAV, M4A, FLAC, WEBM, or OPUS.',
  },
};

export const createRecordingsRoutes = (service: RecordingsService): Route[] => [
  defineRoute({
    ...common,
    path: '/meetings/:meeting_id/recordings/initiate/',
    idempotency: { needless: 'the side initiated again is the same recording' },
    summary: 'Begin to upload a recording straight into the storage',
    description: initiateDescription,
    workspace: { meeting: 'meeting_id' },
    params: meetingParamsSchema,
    body: initiateSchema,
    responses: {
      201: { description: 'Where the bytes go', schema: initiatedSchema },
      400: badFormat,
      404: noSuchMeeting,
      409: {
        description: 'The meeting has begun, the side is stored, or too many were initiated',
        example: { detail: hasBegun().message },
      },
      413: {
        description: 'It would be larger than MAX_DIRECT_UPLOAD_SIZE',
        example: {
          detail:
            'Audio file too large: the limit is 500MB. Compress the audio or record at a lower bitrate.',
        },
      },
    },
    handler: async ({ scope, params, body }) => ({
      status: 201,
      // The address opens without a token.
      headers: { 'Cache-Control': 'no-store' },
      body: await service.initiate(scope, params.meeting_id, body),
    }),
  }),
  defineRoute({
    ...common,
    path: '/recordings/:recording_id/complete/',
    idempotency: { needless: 'a recording that is complete is answered alike' },
    summary: 'Say that a recording is in the storage; with the last one its meeting begins',
    description: completeDescription,
    workspace: { recording: 'recording_id' },
    params: recordingParamsSchema,
    responses: {
      200: { description: 'It is stored', schema: recordingSchema },
      400: badFormat,
      404: {
        description:
          'There is no such recording in the workspace, or it is not waited for any more',
        example: { detail: recordingNotFound().message },
      },
      409: {
        description: 'Nothing arrived, or something else than was announced, which is removed',
        example: { detail: otherBytes('its SHA-256 is another').message },
      },
    },
    handler: async ({ scope, params }) => ({
      status: 200,
      body: await service.complete(scope, params.recording_id),
    }),
  }),
];
