import 'reflect-metadata';
import { DataSource } from 'typeorm';
import { AccountDeletion } from './accounts/account-deletion.ts';
import { Identity } from './accounts/identity.ts';
import { RefreshToken } from './accounts/refresh-token.ts';
import { User } from './accounts/user.ts';
import { WorkspaceMember } from './accounts/workspace-member.ts';
import { WorkspaceInvitation } from './accounts/workspace-invitation.ts';
import { Workspace } from './accounts/workspace.ts';
import { SpeakerProfile } from './crm/speaker-profile.ts';
import { AuditEvent } from './journal/audit-event.ts';
import { AuditHead } from './journal/audit-head.ts';
import { DomainEvent } from './journal/domain-event.ts';
import { EventHead } from './journal/event-head.ts';
import { PendingAuditEntry } from './journal/pending-audit-entry.ts';
import { PendingEvent } from './journal/pending-event.ts';
import { Turn } from './ledger/turn.ts';
import { MeetingGeneration } from './meetings/meeting-generation.ts';
import { MeetingSearch } from './meetings/meeting-search.ts';
import { Rebuild } from './meetings/rebuild.ts';
import { SearchLabel } from './meetings/search-label.ts';
import { SearchWords } from './meetings/search-words.ts';
import { MeetingSpeaker } from './meetings/meeting-speaker.ts';
import { ActionItemRow } from './meetings/action-item-row.ts';
import { Meeting } from './meetings/meeting.ts';
import { Minutes, MinutesVersion } from './meetings/minutes.ts';
import { PartialTranscript } from './meetings/partial-transcript.ts';
import { UnclaimedObject } from './meetings/unclaimed-object.ts';
import { Recording } from './meetings/recording.ts';
import { ShareLink } from './meetings/share-link.ts';
import { StageRun } from './meetings/stage-run.ts';
import { Template } from './meetings/template.ts';
import { TranscriptEdit } from './meetings/transcript-edit.ts';
import { TranscriptGeneration } from './meetings/transcript-generation.ts';
import { Transcript } from './meetings/transcript.ts';
import { IdempotencyKey } from './requests/idempotency-key.ts';
import { AiCall } from './usage/ai-call.ts';
import { DeletedAudio } from './usage/deleted-audio.ts';
import { migrations } from './migrations/index.ts';
import { createSilenceWatch } from './silent-connections.ts';

export interface DatabaseOptions {
  url: string;
  /** Most connections this process opens. */
  poolSize: number;
  /** How long an answer is waited for, in ms; null for migrations, which may take as long as the tables are large. */
  answerWithinMs?: number | null;
  /** How long a connection is waited for, in ms. */
  connectWithinMs?: number;
}

/** Longer than the server lets a statement take, `limitStatements`: what is past it is not heard. */
const longestAnswerMs = 35_000;

/** A DataSource that is not connected yet. Tables come from migrations alone, never from `synchronize`. */
export function createDataSource({
  url,
  poolSize,
  answerWithinMs = longestAnswerMs,
  connectWithinMs = 10_000,
}: DatabaseOptions): DataSource {
  return new DataSource({
    type: 'postgres',
    url,
    poolSize,
    entities: [
      User,
      Identity,
      RefreshToken,
      AccountDeletion,
      Workspace,
      WorkspaceMember,
      WorkspaceInvitation,
      Template,
      Meeting,
      Recording,
      TranscriptGeneration,
      Transcript,
      TranscriptEdit,
      PartialTranscript,
      MeetingSpeaker,
      MeetingSearch,
      SearchLabel,
      SearchWords,
      Rebuild,
      MeetingGeneration,
      Minutes,
      MinutesVersion,
      ActionItemRow,
      StageRun,
      Turn,
      SpeakerProfile,
      AuditEvent,
      AuditHead,
      PendingAuditEntry,
      DomainEvent,
      PendingEvent,
      EventHead,
      AiCall,
      DeletedAudio,
      IdempotencyKey,
      ShareLink,
      UnclaimedObject,
    ],
    migrations,
    // So that one may say that it runs outside of a transaction.
    migrationsTransactionMode: 'each',
    synchronize: false,
    // A query that waits for a connection or an answer for this long is a fault, not patience. These limits are this
    // side's: a server that cannot be heard keeps none. The server's are the role's, as poolers in transaction mode
    // refuse connections that bring their own.
    extra: {
      connectionTimeoutMillis: connectWithinMs,
      keepAlive: true,
      keepAliveInitialDelayMillis: 10_000,
      // Connections find the servers that a pooler or a name stands for now.
      maxLifetimeSeconds: 1_800,
      onConnect: createSilenceWatch(),
      ...(answerWithinMs !== null && { query_timeout: answerWithinMs }),
    },
  });
}
