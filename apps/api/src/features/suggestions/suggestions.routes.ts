import type { z } from 'zod';
import { serverErrorDetail } from '../../http/errors.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import type { Suggestion } from '@memo/jobs';
import type { ReceiveUpload } from '../../upload/uploads.ts';
import {
  fieldsSchema,
  suggestedDescriptionSchema,
  suggestedTemplateSchema,
  suggestedTitleSchema,
} from './suggestions.schemas.ts';
import type { SuggestionKind, SuggestionsService } from './suggestions.service.ts';
import { withUpload } from './with-upload.ts';

const description = `The recording is listened to from where sound begins, for 45 seconds at most. Neither it nor the answer is kept:
send it again with \`POST /meetings/\`. The answer comes within 30 seconds of the upload, or not at all (504).`;

const multipart = {
  fields: fieldsSchema,
  files: {
    audio_file: {
      description: 'The recording, as it would be uploaded; no other file belongs in the form',
      required: true,
      // For the documentation: content decides, whatever the client declares.
      contentType: 'audio/mpeg, audio/wav, audio/mp4, audio/flac, audio/webm, audio/ogg',
    },
  },
};

const errors = {
  400: {
    description:
      'Not an audio file this API accepts, one that does not decode, or one without speech',
    example: {
      detail: 'Invalid audio file format. Please use MP3, WAV, M4A, FLAC, WEBM, or OPUS.',
    },
  },
  413: {
    description: 'The audio file is larger than MAX_AUDIO_FILE_SIZE',
    example: {
      detail:
        'Audio file too large: the limit is 50MB. Compress the audio or record at a lower bitrate.',
    },
  },
  503: {
    description: 'The AI provider or the queue does not answer for the moment',
    example: { detail: serverErrorDetail[503] },
  },
  504: {
    description: 'There was no suggestion within 30 seconds',
    example: { detail: serverErrorDetail[504] },
  },
};

interface Endpoint<K extends SuggestionKind> {
  kind: K;
  summary: string;
  schema: z.ZodType;
  toBody: (suggestion: Extract<Suggestion, { kind: K }>) => unknown;
  responses?: Route['responses'];
}

export function createSuggestionsRoutes(
  service: SuggestionsService,
  receive: ReceiveUpload,
): Route[] {
  const endpoint = <K extends SuggestionKind>(spec: Endpoint<K>): Route =>
    defineRoute({
      method: 'post',
      path: `/meetings/suggest-${spec.kind}`,
      contract: true,
      idempotency: { needless: 'neither recording nor answer is kept' },
      summary: spec.summary,
      description,
      tags: ['Suggestions'],
      auth: 'bearer',
      // A suggestion is for a meeting about to be added, and costs money.
      allow: 'meeting.create',
      multipart,
      responses: {
        200: { description: 'A suggestion', schema: spec.schema },
        ...errors,
        ...spec.responses,
      },
      handler: async ({ scope, scopeFor, readFields, req, res }) => {
        const suggestion = await withUpload(
          receive,
          { scope, readFields, req, res },
          async ({ fields, suggestionId, requireRoomIn, gone }) => {
            const named = await scopeFor(fields);
            await requireRoomIn(named);
            return service.suggest(named, spec.kind, suggestionId, gone);
          },
        );
        return { status: 200, body: spec.toBody(suggestion) };
      },
    });

  return [
    endpoint({
      kind: 'template',
      summary: 'Which template fits a recording, before it becomes a meeting',
      schema: suggestedTemplateSchema,
      toBody: ({ best, reason, alternatives }) => ({
        suggested_template_id: best.templateId,
        suggested_template_name: best.templateName,
        confidence: best.confidence,
        reason,
        alternative_templates: alternatives.map(({ templateId, templateName, confidence }) => ({
          template_id: templateId,
          template_name: templateName,
          confidence,
        })),
      }),
      responses: {
        404: {
          description: 'There are no templates',
          example: { detail: 'There is no template to choose from. Please create one first.' },
        },
      },
    }),
    endpoint({
      kind: 'title',
      summary: 'A title for a recording, before it becomes a meeting',
      schema: suggestedTitleSchema,
      toBody: ({ title }) => ({ suggested_title: title }),
    }),
    endpoint({
      kind: 'description',
      summary: 'A description of a recording, before it becomes a meeting',
      schema: suggestedDescriptionSchema,
      toBody: (suggestion) => ({ suggested_description: suggestion.description }),
    }),
  ];
}
