import {
  Meeting,
  newId,
  Recording,
  PendingEvent,
  StageRun,
  type Actor,
  type Scope,
  type Transact,
} from '@memo/entities';
import { createDatabase, createTransact } from '@memo/entities/connections';
import { createJobProducer } from '@memo/jobs';
import { silentLogger } from '@memo/logging';
import { createRecordEvent, type AuditEntry } from '@memo/journal';
import { createPipeline } from '@memo/pipeline';
import { buildAccount, createTestDatabase, startRedis } from '@memo/testing';
import { createIntake } from '../src/intake/intake.ts';
import type { Arrived } from '../src/intake/mark-stored.ts';
import type { NewMeeting, NewRecording } from '../src/intake/new-meeting.ts';

export const stored = (side = 0): NewRecording => ({
  state: 'stored',
  side,
  filename: 'microphone.wav',
  ...bytes(`meetings/audio/${side}.wav`),
});

export const expected = (side = 0): NewRecording => ({ state: 'expected', side, filename: null });

/** What becomes known of a recording when it is stored. */
export const bytes = (objectKey: string): Arrived => ({
  objectKey,
  contentType: 'audio/wav',
  sizeBytes: 1_000,
  sha256: 'ab'.repeat(32),
});

/** An intake into a database of its own, with a real pipeline behind it. */
export async function startIntake() {
  const [database, redis] = await Promise.all([createTestDatabase(), startRedis()]);
  const { dataSource } = database;
  const { manager } = dataSource;
  const producer = createJobProducer({ redisUrl: redis.url, logger: silentLogger });
  const [statements, transact] = [createDatabase(dataSource), createTransact(dataSource)];
  const connected = { database: statements, transact, producer, logger: silentLogger };
  const pipeline = createPipeline(connected);
  const scope = await buildAccount(manager);
  const recorded: (AuditEntry & { by: Actor['kind'] })[] = [];

  const intakeOver = (over: Transact, looks?: readonly number[]) =>
    createIntake({
      database: statements,
      transact: over,
      ...(looks !== undefined && { looks }),
      pipeline,
      recordEvent: createRecordEvent(statements),
      audit: {
        record: ({ actor }, _tx, entry) => {
          recorded.push({ by: actor.kind, ...entry });
          return Promise.resolve();
        },
      },
    });
  const intake = intakeOver(transact);

  return {
    dataSource,
    transact,
    scope,
    intake,
    /** An intake whose transactions are the given ones. */
    intakeOver,
    /** What it wrote into the audit log. */
    recorded,
    aMeeting: (
      recordings: NewMeeting['recordings'],
      columns: Partial<NewMeeting> = {},
    ): NewMeeting => ({
      id: newId(),
      userId: scope.userId,
      title: 'Weekly sync',
      description: null,
      participants: [],
      templateId: null,
      customTemplatePoints: null,
      speakersExpected: null,
      languages: [],
      uploadHash: null,
      recordings,
      ...columns,
    }),
    arrive: (recordingId: string, arrived: Arrived, owner: Scope = scope) =>
      transact((tx) => intake.markStored(owner, tx, recordingId, arrived)),
    meeting: (id: string) => manager.findOneBy(Meeting, { id }),
    recordings: (meetingId: string) =>
      manager.find(Recording, { where: { meetingId }, order: { side: 'ASC' } }),
    stages: async (meetingId: string) => {
      const runs = await manager.findBy(StageRun, { meetingId });
      return runs.map(({ stage, status }) => `${stage} ${status}`);
    },
    /** What is told of it to those who keep a copy, in order. */
    told: async (meetingId: string) => {
      const events = await manager.find(PendingEvent, {
        where: { meetingId },
        order: { id: 'ASC' },
      });
      return events.map(({ kind, details }) => ({ kind, ...details }));
    },
    /** Lets the time of what is expected of a meeting run out. */
    expire: (meetingId: string, secondsAgo = 1) =>
      dataSource.query(
        `UPDATE recordings SET expected_until = now() - $2 * interval '1 second' WHERE meeting_id = $1`,
        [meetingId, secondsAgo],
      ),
    close: async () => {
      await producer.close();
      await Promise.all([database.close(), redis.close()]);
    },
  };
}
