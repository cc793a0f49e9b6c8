export { briefly } from './briefly.ts';
import { cloneDatabase, createEmptyDatabase, type TestDatabase } from './database.ts';
import { postgresServerUrl } from './jest/server-url.ts';

export {
  buildAccount,
  buildMeeting,
  buildRun,
  buildScope,
  type UserScope,
} from './builders/meeting.ts';
export {
  buildPartialTranscript,
  buildTranscript,
  type TranscriptForm,
} from './builders/transcript.ts';
export { buildTone, buildWav } from './builders/wav.ts';
export { eventsOf } from './events-of.ts';
export { copyPostgres, startReplica } from './postgres-copy.ts';
export { startPostgres, startPostgresOn, type PostgresServer } from './postgres-server.ts';
export { startRedis, type TestRedis } from './redis.ts';
export { storedTranscript } from './stored-transcript.ts';
export { startTcpProxy, type Fate, type TcpProxy } from './tcp-proxy.ts';
export { waitFor } from './wait-for.ts';
export type { TestDatabase };

/** A migrated database of the test file's own, dropped by `close`. */
export const createTestDatabase = (): Promise<TestDatabase> => cloneDatabase(postgresServerUrl());

/** The same without any table. */
export const createEmptyTestDatabase = (): Promise<TestDatabase> =>
  createEmptyDatabase(postgresServerUrl());
