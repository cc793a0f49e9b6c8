import 'reflect-metadata';
import { DataSource } from 'typeorm';
import { Identity } from './accounts/identity.ts';
import { RefreshToken } from './accounts/refresh-token.ts';
import { User } from './accounts/user.ts';
import { WorkspaceMember } from './accounts/workspace-member.ts';
import { Workspace } from './accounts/workspace.ts';
import { SpeakerProfile } from './crm/speaker-profile.ts';
import { AuditEvent } from './journal/audit-event.ts';
import { DomainEvent } from './journal/domain-event.ts';
import { EventHead } from './journal/event-head.ts';
import { PendingAuditEntry } from './journal/pending-audit-entry.ts';
import { PendingEvent } from './journal/pending-event.ts';
import { Turn } from './ledger/turn.ts';
import { MeetingGeneration } from './meetings/meeting-generation.ts';
import { MeetingSearch } from './meetings/meeting-search.ts';
import { MeetingSpeaker } from './meetings/meeting-speaker.ts';
import { Meeting } from './meetings/meeting.ts';
import { PartialTranscript } from './meetings/partial-transcript.ts';
import { UnclaimedObject } from './meetings/unclaimed-object.ts';
import { Recording } from './meetings/recording.ts';
import { StageRun } from './meetings/stage-run.ts';
import { Template } from './meetings/template.ts';
import { TranscriptGeneration } from './meetings/transcript-generation.ts';
import { Transcript } from './meetings/transcript.ts';
import { IdempotencyKey } from './requests/idempotency-key.ts';
import { AiCall } from './usage/ai-call.ts';
import { migrations } from './migrations/index.ts';

export interface DatabaseOptions {
  url: string;
  /** Most connections this process opens. */
  poolSize: number;
  /** False for migrations, which may take as long as the tables are large. */
  timeLimits?: boolean;
}

/** A DataSource that is not connected yet. Tables come from migrations alone, never from `synchronize`. */
export function createDataSource({
  url,
  poolSize,
  timeLimits = true,
}: DatabaseOptions): DataSource {
  return new DataSource({
    type: 'postgres',
    url,
    poolSize,
    entities: [
      User,
      Identity,
      RefreshToken,
      Workspace,
      WorkspaceMember,
      Template,
      Meeting,
      Recording,
      TranscriptGeneration,
      Transcript,
      PartialTranscript,
      MeetingSpeaker,
      MeetingSearch,
      MeetingGeneration,
      StageRun,
      Turn,
      SpeakerProfile,
      AuditEvent,
      PendingAuditEntry,
      DomainEvent,
      PendingEvent,
      EventHead,
      AiCall,
      IdempotencyKey,
      UnclaimedObject,
    ],
    migrations,
    // So that one may say that it runs outside of a transaction.
    migrationsTransactionMode: 'each',
    synchronize: false,
    // A query that waits for a connection or a lock for this long is a fault, not patience.
    // The second limit is this side's: a server that cannot be heard keeps no limits.
    extra: {
      connectionTimeoutMillis: 10_000,
      keepAlive: true,
      ...(timeLimits && { statement_timeout: 30_000, query_timeout: 35_000 }),
    },
  });
}
