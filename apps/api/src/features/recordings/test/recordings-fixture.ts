import { createHash } from 'node:crypto';
import { Meeting, Recording, StageRun } from '@memo/entities';
import { createTestDatabase, startTcpProxy, waitFor } from '@memo/testing';
import type { Response } from 'supertest';
import { startApi } from '../../../../test/api-fixture.ts';
import type { WireInitiated, WireRecording } from '../recordings.schemas.ts';

export type RecordingsFixture = Awaited<ReturnType<typeof startRecordings>>;
export type Person = Awaited<ReturnType<RecordingsFixture['person']>>;

export const sha256Of = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** What is said of bytes when their upload is initiated. */
export const announce = (bytes: Buffer, more: Readonly<Record<string, unknown>> = {}) => ({
  filename: 'call.wav',
  content_type: 'audio/wav',
  size_bytes: bytes.length,
  sha256: sha256Of(bytes),
  ...more,
});

type Upload = WireInitiated['upload'];

/** Sends bytes to where the storage was said to take them. */
export const put = async (upload: Upload, bytes: Buffer, changed: Record<string, string> = {}) => {
  const headers = { ...upload.headers, 'Content-Length': String(bytes.length), ...changed };
  const { status } = await fetch(upload.url, { method: upload.method, headers, body: bytes });
  return status;
};

/** The API behind a proxy of its database, with people who bring recordings by themselves. */
export async function startRecordings(settings: Readonly<Record<string, string>> = {}) {
  const database = await createTestDatabase();
  const proxy = await startTcpProxy(database.url);
  const fixture = await startApi(
    { ...settings, DATABASE_URL: proxy.url },
    Promise.resolve(database),
  );
  const { dataSource, api } = fixture;
  const { manager } = dataSource;

  return {
    ...fixture,
    proxy,
    recording: (id: string) => manager.findOneBy(Recording, { id }),
    stages: async (meetingId: string) => {
      const runs = await manager.findBy(StageRun, { meetingId });
      return runs.map(({ stage, status }) => `${stage} ${status}`);
    },
    objectsOf: async (meetingId: string) => {
      const keys = await fixture.objectKeys();
      return keys.filter((key) => key.includes(meetingId));
    },
    /** Holds a meeting against everybody who would change its recordings, until it is let go. */
    hold: async (meetingId: string) => {
      const holder = dataSource.createQueryRunner();
      await holder.startTransaction();
      await holder.query('SELECT 1 FROM meetings WHERE id = $1 FOR UPDATE', [meetingId]);
      return {
        waiting: (count: number) =>
          waitFor(`${count} to wait for the meeting`, async () => {
            const waiting: unknown[] = await dataSource.query(
              `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
                 AND query LIKE '%FOR NO KEY UPDATE%'`,
            );
            return waiting.length === count;
          }),
        /** Changes something first. @param change SQL with the meeting's id as `$1`. */
        letGo: async (change = 'SELECT $1', values: readonly unknown[] = []) => {
          await holder.query(change, [meetingId, ...values]);
          await holder.commitTransaction();
          await holder.release();
        },
      };
    },
    person: async () => {
      const person = await fixture.person();
      const post = (path: string, body?: object) =>
        api.post(`/api${path}`).set('authorization', person.authorization).send(body);
      const initiate = async (meetingId: string, bytes: Buffer, more = {}) => {
        const path = `/meetings/${meetingId}/recordings/initiate/`;
        return (await post(path, announce(bytes, more)).expect(201)).body as WireInitiated;
      };
      // Sent at once, and not only when it is waited for.
      const complete = async (id: string): Promise<Response> =>
        await post(`/recordings/${id}/complete/`);
      return {
        ...person,
        post,
        initiate,
        complete,
        completed: async (id: string) => {
          const answer = await complete(id);
          if (answer.status !== 200) throw new Error(`${answer.status} ${answer.text}`);
          return answer.body as WireRecording;
        },
        /** Without a recording. */
        meeting: async () => {
          const made = await post('/meetings/', { title: 'A call' }).expect(201);
          return (made.body as { id: string }).id;
        },
        get: (path: string) =>
          api.get(`/api/v1/mobile${path}`).set('authorization', person.authorization),
        countMeetings: () => manager.countBy(Meeting, { workspaceId: person.scope.workspaceId }),
      };
    },
    close: async () => {
      await fixture.close();
      await proxy.close();
    },
  };
}
