import { meetingParamsSchema, meetingSchema, notTranscribed } from '@memo/meetings';
import { defineRoute, type ResponseSpec, type Route } from '../../../http/route.ts';
import { tags } from '../meetings.routes.ts';
import type { MeetingsService } from '../meetings.service.ts';
import { bulkRenameSchema, renameSchema, speakerParamsSchema } from './speaker-names.schemas.ts';
import type { SpeakerNamesService } from './speaker-names.service.ts';

const description = `A speaker is meant by the label (\`Speaker1\`), which stays, or by the name shown now; where one
speaker's name is another's label, the name counts. Upper and lower case differ.

Two speakers with the same name are merged: transcript, CRM and analytics show them as one. Each keeps its label, so
giving one of them another name by its label parts them again. A speaker's own label as the new name takes the name
away.

A name that stands for one profile in all other meetings you see brings that profile along, unless the speaker has
one.`;

const responses: Record<number, ResponseSpec> = {
  200: { description: 'The meeting with the new names', schema: meetingSchema },
  404: {
    description: 'No such meeting, or no such speaker; nothing was changed',
    example: {
      detail:
        'This meeting has no speaker called "Speaker7". Its speakers are: Speaker1 (John Doe), Speaker2.',
    },
  },
  409: {
    description: 'There is no transcript yet',
    example: { detail: notTranscribed('PROCESSING', 'Name its speakers').message },
  },
};

export function createSpeakerNamesRoutes(
  service: SpeakerNamesService,
  meetings: Pick<MeetingsService, 'get'>,
): Route[] {
  return [
    defineRoute({
      method: 'put',
      path: '/meetings/:meeting_id/speaker-names',
      contract: true,
      summary: 'Give a speaker another name',
      description,
      tags,
      auth: 'bearer',
      allow: 'meeting.update',
      workspace: { meeting: 'meeting_id' },
      params: meetingParamsSchema,
      body: renameSchema,
      responses,
      handler: async ({ scope, params: { meeting_id: meetingId }, body }) => {
        const rename = { from: body.old_speaker_name, to: body.new_speaker_name };
        await service.rename(scope, meetingId, [rename]);
        return { status: 200, body: await meetings.get(scope, meetingId) };
      },
    }),
    defineRoute({
      method: 'put',
      path: '/meetings/:meeting_id/speaker-names/bulk',
      contract: true,
      summary: 'Give several speakers other names at once',
      description: `All of them or none, and at the same time: \`{"John": "Jane", "Jane": "John"}\` swaps.\n\n${description}`,
      tags,
      auth: 'bearer',
      allow: 'meeting.update',
      workspace: { meeting: 'meeting_id' },
      params: meetingParamsSchema,
      body: bulkRenameSchema,
      responses,
      handler: async ({ scope, params: { meeting_id: meetingId }, body }) => {
        const renames = Object.entries(body.speaker_updates).map(([from, to]) => ({ from, to }));
        await service.rename(scope, meetingId, renames);
        return { status: 200, body: await meetings.get(scope, meetingId) };
      },
    }),
    defineRoute({
      method: 'post',
      path: '/meetings/:meeting_id/speakers/:speaker/unmerge',
      idempotency: { needless: 'who is apart already is refused' },
      summary: 'Part a speaker from others of the same name',
      description:
        'Takes back that a speaker was given the name of another one: the label is shown again, and a profile the two have in common stays with the others.',
      tags,
      auth: 'bearer',
      allow: 'meeting.update',
      workspace: { meeting: 'meeting_id' },
      params: speakerParamsSchema,
      responses: {
        ...responses,
        200: { description: 'The meeting with the speaker apart', schema: meetingSchema },
        409: {
          description:
            'Nobody else has the name of this speaker, or there is no transcript yet; nothing was changed',
          example: {
            detail:
              '"Speaker3" has no name in common with another speaker, so there is nothing to take back. The speakers are: Speaker1 (John Doe), Speaker2, Speaker3.',
          },
        },
      },
      handler: async ({ scope, params: { meeting_id: meetingId, speaker } }) => {
        await service.unmerge(scope, meetingId, speaker);
        return { status: 200, body: await meetings.get(scope, meetingId) };
      },
    }),
  ];
}
