import { newId, type Scope } from '@memo/entities';
import { fingerprintOf } from '../../http/idempotency/fingerprint.ts';
import { replayedHeader } from '../../http/idempotency/key-header.ts';
import { defineRoute, type Reply, type ResponseSpec, type Route } from '../../http/route.ts';
import { jsonReader } from '../../http/json-body.ts';
import { contentOf, contentOfJson, fieldsOf, fieldsOfJson, notMultipart } from './create-form.ts';
import {
  changeFieldsSchema,
  createFieldsSchema,
  createJsonSchema,
  type CreateFields,
} from './meetings.schemas.ts';
import { meetingParamsSchema, meetingSchema, noSuchMeeting } from '@memo/meetings';
import type { MeetingsService } from './meetings.service.ts';
import type { ReceiveUpload } from '../../upload/uploads.ts';

export const tags = ['Meetings'];

/** What every route about one meeting can answer. */
const notFound: Record<404, ResponseSpec> = { 404: noSuchMeeting };

// For the documentation: content decides, whatever the client declares.
const contentType = 'audio/mpeg, audio/wav, audio/mp4, audio/flac, audio/webm, audio/ogg';

const createDescription = `Each file is MP3, WAV, M4A, FLAC, WebM or Opus, told by its content and not by its name (see
SUPPORTED_AUDIO_FORMATS), and not larger than the limit (see MAX_AUDIO_FILE_SIZE, 50 MB by default).

The same without a file, as JSON, makes a meeting that waits for its recording: \`PENDING\` at \`progress.stage\` \`upload\`.
\`POST /meetings/{meeting_id}/recordings/initiate/\` brings one.

Send two files where microphone and system audio were recorded apart: who spoke on which side is then known.

Follow \`status\` and \`progress\` with \`GET /meetings/{meeting_id}\` or, as they change, with
\`GET /meetings/{meeting_id}/events\`. A recording of more than 12 hours ends \`FAILED\` with the code \`audio_too_long\`.`;

/** Room for the longest meeting as it was read. */
const wholeMeetingMb = 4;

export function createMeetingsRoutes(service: MeetingsService, receive: ReceiveUpload): Route[] {
  const readJson = jsonReader();
  return [
    defineRoute({
      method: 'post',
      path: '/meetings/',
      contract: true,
      idempotency: { status: 201, replay: (scope, id) => service.get(scope, id) },
      summary: 'Upload a recording; its transcript and note are made in the background',
      description: createDescription,
      tags,
      auth: 'bearer',
      allow: 'meeting.create',
      multipart: {
        fields: createFieldsSchema,
        files: {
          audio_file: {
            description: 'The recording, or its microphone side',
            required: true,
            contentType,
          },
          second_audio_file: { description: 'Its system-audio side', required: false, contentType },
        },
      },
      formAsJson: createJsonSchema,
      responses: {
        201: { description: 'Stored and queued', schema: meetingSchema },
        400: {
          description: 'Not an audio file this API accepts, or the upload broke off',
          example: {
            detail: 'Invalid audio file format. Please use MP3, WAV, M4A, FLAC, WEBM, or OPUS.',
          },
        },
        413: {
          description: 'An audio file is larger than MAX_AUDIO_FILE_SIZE',
          example: {
            detail:
              'Audio file too large: the limit is 50MB. Compress the audio or record at a lower bitrate.',
          },
        },
      },
      handler: async ({ scope: named, scopeFor, once, readFields, req, res }) => {
        const meetingId = newId();
        if (req.is('json')) {
          const sent = await readJson(req, res);
          const fields = fieldsOfJson(sent, readFields);
          const scope = await scopeFor(fields);
          const repeated = await once.repeated(scope, contentOfJson(sent));
          if (repeated !== null) return repeated;
          const { meeting } = await service.create(scope, meetingId, fields, null, once);
          return { status: 201, body: meeting };
        }
        if (!req.is('multipart/form-data')) throw notMultipart();
        const upload = await receive(req, res, named, meetingId, once.isRepeat);
        let fields: CreateFields;
        let scope: Scope;
        let repeated: Reply | null;
        const content = contentOf(upload);
        try {
          fields = fieldsOf(upload, readFields);
          scope = await scopeFor(fields);
          repeated = await once.repeated(scope, content);
          if (repeated === null) await upload.requireRoomIn(scope);
        } catch (error) {
          await upload.discard();
          throw error;
        }
        if (repeated !== null) {
          await upload.discard();
          return repeated;
        }
        const sent = { ...upload, hash: fingerprintOf(content) };
        const made = await service.create(scope, meetingId, fields, sent, once);
        return {
          status: 201,
          headers: made.isRepeat ? { [replayedHeader]: 'true' } : {},
          body: made.meeting,
        };
      },
    }),
    defineRoute({
      method: 'get',
      path: '/meetings/:meeting_id',
      contract: true,
      summary: 'One meeting with its transcript, note and metrics',
      tags,
      auth: 'bearer',
      allow: 'meeting.read',
      workspace: { meeting: 'meeting_id' },
      params: meetingParamsSchema,
      responses: { 200: { description: 'The meeting', schema: meetingSchema }, ...notFound },
      handler: async ({ scope, params }) => ({
        status: 200,
        body: await service.get(scope, params.meeting_id),
      }),
    }),
    ...(['put', 'patch'] as const).map((method) =>
      defineRoute({
        method,
        path: '/meetings/:meeting_id',
        contract: true,
        summary: 'Change the title, the description or the participants',
        description:
          'What is not sent stays as it is, and whatever else is sent is ignored: a meeting as it was read may be sent back whole. PUT and PATCH do the same.',
        tags,
        auth: 'bearer',
        allow: 'meeting.update',
        workspace: { meeting: 'meeting_id' },
        params: meetingParamsSchema,
        body: changeFieldsSchema,
        bodyLimitMb: wholeMeetingMb,
        responses: {
          200: { description: 'The meeting as it is now', schema: meetingSchema },
          ...notFound,
        },
        handler: async ({ scope, params, body }) => ({
          status: 200,
          body: await service.update(scope, params.meeting_id, body),
        }),
      }),
    ),
    defineRoute({
      method: 'delete',
      path: '/meetings/:meeting_id',
      contract: true,
      summary: 'Delete a meeting with its recordings and everything made from them',
      tags,
      auth: 'bearer',
      allow: 'meeting.delete',
      workspace: { meeting: 'meeting_id' },
      params: meetingParamsSchema,
      responses: { 204: { description: 'Deleted' }, ...notFound },
      handler: async ({ scope, params }) => {
        await service.delete(scope, params.meeting_id);
        return { status: 204 };
      },
    }),
  ];
}
