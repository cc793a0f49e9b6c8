import { buffer } from 'node:stream/consumers';
import { MeetingSpeaker, newId, type Meeting } from '@memo/entities';
import { buildMeeting } from '@memo/testing';
import { Transcript } from '@memo/entities/transcripts';
import type { Segment } from '@memo/transcript';
import { startApi } from '../../../../test/api-fixture.ts';
import type { ExportFormat } from '../meeting-export.schemas.ts';

export type ExportFixture = Awaited<ReturnType<typeof startExports>>;

/** What one speaker says, from one time to another. */
export type Said = [speakerKey: string, text: string, startMs: number, endMs: number];

export interface TranscribedMeeting {
  columns?: Partial<Meeting>;
  /** Names by key; the label is the key. */
  names?: Record<string, string>;
  said: Said[];
  coverage?: Transcript['coverage'];
}

export const meetings = '/api/v1/mobile/meetings';

/** The API, with somebody whose meetings are transcribed. */
export async function startExports() {
  const fixture = await startApi();
  const { manager } = fixture.dataSource;
  const { scope, authorization } = await fixture.person();

  return {
    ...fixture,
    authorization,
    /** A meeting without a transcript. */
    add: async (columns: Partial<Meeting> = {}) => (await buildMeeting(manager, scope, columns)).id,
    addTranscribed: async ({ columns, names = {}, said, coverage = null }: TranscribedMeeting) => {
      const { id: meetingId } = await buildMeeting(manager, scope, {
        status: 'COMPLETED',
        summary: 'It went well.',
        ...columns,
      });
      const owned = { workspaceId: scope.workspaceId, meetingId };
      await manager.insert(
        MeetingSpeaker,
        [...new Set(said.map(([key]) => key))].map((key) => ({
          ...owned,
          id: newId(),
          key,
          label: key,
          name: names[key] ?? null,
        })),
      );
      await manager.insert(Transcript, {
        ...owned,
        id: newId(),
        provider: 'test',
        model: 'test',
        coverage,
        segments: said.map(toSegment),
      });
      return meetingId;
    },
    ask: (meetingId: string, format: string) =>
      fixture.api
        .get(`${meetings}/${meetingId}/export`)
        .query({ format })
        .set('authorization', authorization),
    download: async (meetingId: string, format: ExportFormat) => {
      const url = `${fixture.url}${meetings}/${meetingId}/export?format=${format}`;
      const answer = await fetch(url, { headers: { authorization } });
      if (answer.status !== 200) throw new Error(`${answer.status} ${await answer.text()}`);
      return answer;
    },
    text: async (meetingId: string, format: ExportFormat) => {
      const answer = await fixture.api
        .get(`${meetings}/${meetingId}/export`)
        .query({ format })
        .set({ authorization, 'accept-encoding': 'identity' })
        .buffer(true)
        .parse((response, done) => {
          void buffer(response as unknown as NodeJS.ReadableStream).then(
            (bytes) => done(null, bytes.toString()),
            (error: unknown) => done(error as Error, null),
          );
        })
        .expect(200);
      return answer.body as string;
    },
  };
}

/** Each word takes its share of the time. */
function toSegment([speakerKey, text, startMs, endMs]: Said, id: number): Segment {
  const words = text.split(' ');
  const each = (endMs - startMs) / words.length;
  return {
    id,
    speakerKey,
    text,
    startMs,
    endMs,
    words: words.map((word, index) => ({
      text: word,
      startMs: Math.round(startMs + index * each),
      endMs: Math.round(startMs + (index + 1) * each),
    })),
  };
}
