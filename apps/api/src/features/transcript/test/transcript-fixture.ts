import { MeetingSpeaker, newId, type Meeting } from '@memo/entities';
import { buildMeeting, buildTranscript, type TranscriptForm } from '@memo/testing';
import type { Segment } from '@memo/transcript';
import type { Test } from 'supertest';
import { startApi } from '../../../../test/api-fixture.ts';
import type { Place } from '../../../../test/person.ts';
import type { WireAnswer } from '../edit.schemas.ts';
import type { WireTranscript } from '../transcript.schemas.ts';

export type TranscriptFixture = Awaited<ReturnType<typeof startTranscripts>>;
export type Editor = Awaited<ReturnType<TranscriptFixture['person']>>;

export const pathOf = (meetingId: string): string =>
  `/api/v1/mobile/transcription/meetings/${meetingId}/transcript`;

/** One word every half second, of which the machine is sure. */
export function say(id: number, text: string, speakerKey = 'S1'): Segment {
  const startMs = id * 10_000;
  const words = text.split(' ').map((word, at) => ({
    ...{ text: word, startMs: startMs + at * 500, endMs: startMs + at * 500 + 400 },
    confidence: 0.9,
  }));
  return { id, speakerKey, text, startMs, endMs: words.at(-1)?.endMs ?? startMs, words };
}

/** The API, with people who mend transcripts. */
export async function startTranscripts() {
  const fixture = await startApi();
  const { manager } = fixture.dataSource;

  return {
    ...fixture,

    person: async (place?: Place) => {
      const person = await fixture.person(place);
      const { scope, authorization } = person;
      const ask = (method: 'get' | 'post' | 'patch', path: string): Test =>
        fixture.api[method](path).set('authorization', authorization);

      return {
        ...person,
        ask,
        read: async (meetingId: string, query = ''): Promise<WireTranscript> => {
          const answer = await ask('get', `${pathOf(meetingId)}/${query}`).expect(200);
          return answer.body as WireTranscript;
        },
        patch: (meetingId: string, segment: number, body: object): Test =>
          ask('patch', `${pathOf(meetingId)}/segments/${segment}`).send(body),
        post: (meetingId: string, path: string, body: object = {}): Test =>
          ask('post', `${pathOf(meetingId)}/${path}`).send(body),
        /** The id of the edit that the request made. */
        made: async (request: Test): Promise<string> => {
          const { body } = (await request.expect(200)) as { body: WireAnswer };
          return body.edit?.id ?? 'none';
        },
        /** A meeting in which S1 and S2 say these. */
        meeting: async (
          segments: Segment[],
          columns: Partial<Meeting> = {},
          form: TranscriptForm = 'new',
        ): Promise<string> => {
          const { id } = await buildMeeting(manager, scope, { status: 'COMPLETED', ...columns });
          await buildTranscript(manager, scope, id, [], { segments }, form);
          for (const number of [1, 2]) {
            await manager.insert(MeetingSpeaker, {
              ...{ id: newId(), workspaceId: scope.workspaceId, meetingId: id },
              ...{ key: `S${number}`, label: `Speaker${number}` },
            });
          }
          return id;
        },
      };
    },
  };
}
