import { Initial1763690000000 } from './1763690000000-initial.ts';
import { Contract1763700000000 } from './1763700000000-contract.ts';
import { Transcripts1763800000000 } from './1763800000000-transcripts.ts';
import { Journal1764400000000 } from './1764400000000-journal.ts';
import { JournalKeys1764400000001 } from './1764400000001-journal-keys.ts';
import { Recordings1764500000000 } from './1764500000000-recordings.ts';
import { RecordingsIndexes1764500000001 } from './1764500000001-recordings-indexes.ts';
import { RecordingsPlayback1764500000002 } from './1764500000002-recordings-playback.ts';
import { TranscriptGenerations1764600000000 } from './1764600000000-transcripts-generations.ts';
import { TranscriptGenerationsIndexes1764600000001 } from './1764600000001-transcripts-generations-indexes.ts';
import { TranscriptGenerationsKeys1764600000002 } from './1764600000002-transcripts-generations-keys.ts';
import { Ledger1764700000000 } from './1764700000000-ledger.ts';
import { LedgerUsers1764700000001 } from './1764700000001-ledger-users.ts';
import { LedgerIndexes1764700000002 } from './1764700000002-ledger-indexes.ts';
import { LedgerKeys1764700000003 } from './1764700000003-ledger-keys.ts';
import { Reprocess1764800000000 } from './1764800000000-reprocess.ts';
import { ReprocessSpeakers1764800000001 } from './1764800000001-reprocess-speakers.ts';
import { Generations1764900000000 } from './1764900000000-generations.ts';
import { GenerationsKeys1764900000001 } from './1764900000001-generations-keys.ts';
import { DescriptionGiven1765000000000 } from './1765000000000-description-given.ts';
import { GenerationsOutline1765000000001 } from './1765000000001-generations-outline.ts';
import { Outages1765100000000 } from './1765100000000-outages.ts';
import { Idempotency1765200000000 } from './1765200000000-idempotency.ts';
import { RepeatedUploads1765200000001 } from './1765200000001-repeated-uploads.ts';
import { RepeatedUploadsIndexes1765200000002 } from './1765200000002-repeated-uploads-indexes.ts';
import { UnclaimedObjects1765200000003 } from './1765200000003-unclaimed-objects.ts';
import { SessionOrigins1765300000000 } from './1765300000000-session-origins.ts';
import { AuditHeads1765300000001 } from './1765300000001-audit-heads.ts';
import { DeletedAudio1765300000002 } from './1765300000002-deleted-audio.ts';
import { SearchFunctions1765500000000 } from './1765500000000-search-functions.ts';
import { SearchTables1765500000001 } from './1765500000001-search-tables.ts';
import { SearchLabels1765500000002 } from './1765500000002-search-labels.ts';
import { SearchWords1765500000003 } from './1765500000003-search-words.ts';
import { SearchRebuild1765500000004 } from './1765500000004-search-rebuild.ts';
import { RunnableRuns1765600000000 } from './1765600000000-runnable-runs.ts';
import { TraceParent1765900000000 } from './1765900000000-trace-parent.ts';
import { UnsignedEntries1765950000000 } from './1765950000000-unsigned-entries.ts';
import { Accounts1766600000000 } from './1766600000000-accounts.ts';
import { MeetingVisibility1766100000000 } from './1766100000000-meeting-visibility.ts';
import { MeetingVisibilityIndexes1766100000001 } from './1766100000001-meeting-visibility-indexes.ts';
import { ShareLinks1766400000000 } from './1766400000000-share-links.ts';
import { TranscriptEdits1766200000000 } from './1766200000000-transcript-edits.ts';
import { TranscriptEditsMeetings1766200000001 } from './1766200000001-transcript-edits-meetings.ts';
import { TranscriptEditsGenerations1766200000002 } from './1766200000002-transcript-edits-generations.ts';
import { Workspaces1766000000000 } from './1766000000000-workspaces.ts';
import { WorkspacesInviters1766000000001 } from './1766000000001-workspaces-inviters.ts';
import { WorkspacesIndexes1766000000002 } from './1766000000002-workspaces-indexes.ts';
import { AnnouncedRecordings1766500000000 } from './1766500000000-announced-recordings.ts';
import { Minutes1766300000000 } from './1766300000000-minutes.ts';
import { MinutesKeys1766300000001 } from './1766300000001-minutes-keys.ts';
import { ActionItemProfiles1766300000002 } from './1766300000002-action-item-profiles.ts';
import { ActionItemsMerged1766300000003 } from './1766300000003-action-items-merged.ts';
import { MinutesKept1766300000004 } from './1766300000004-minutes-kept.ts';
import { MinutesRebuild1766300000005 } from './1766300000005-minutes-rebuild.ts';
import { MinutesRuns1766300000006 } from './1766300000006-minutes-runs.ts';

/** In the order in which they run. */
export const migrations = [
  Initial1763690000000,
  Contract1763700000000,
  Transcripts1763800000000,
  Journal1764400000000,
  JournalKeys1764400000001,
  Recordings1764500000000,
  RecordingsIndexes1764500000001,
  RecordingsPlayback1764500000002,
  TranscriptGenerations1764600000000,
  TranscriptGenerationsIndexes1764600000001,
  TranscriptGenerationsKeys1764600000002,
  Ledger1764700000000,
  LedgerUsers1764700000001,
  LedgerIndexes1764700000002,
  LedgerKeys1764700000003,
  Reprocess1764800000000,
  ReprocessSpeakers1764800000001,
  Generations1764900000000,
  GenerationsKeys1764900000001,
  DescriptionGiven1765000000000,
  GenerationsOutline1765000000001,
  Outages1765100000000,
  Idempotency1765200000000,
  RepeatedUploads1765200000001,
  RepeatedUploadsIndexes1765200000002,
  UnclaimedObjects1765200000003,
  SessionOrigins1765300000000,
  AuditHeads1765300000001,
  DeletedAudio1765300000002,
  SearchFunctions1765500000000,
  SearchTables1765500000001,
  SearchLabels1765500000002,
  SearchWords1765500000003,
  SearchRebuild1765500000004,
  RunnableRuns1765600000000,
  TraceParent1765900000000,
  UnsignedEntries1765950000000,
  Accounts1766600000000,
  MeetingVisibility1766100000000,
  MeetingVisibilityIndexes1766100000001,
  ShareLinks1766400000000,
  TranscriptEdits1766200000000,
  TranscriptEditsMeetings1766200000001,
  TranscriptEditsGenerations1766200000002,
  Workspaces1766000000000,
  WorkspacesInviters1766000000001,
  WorkspacesIndexes1766000000002,
  AnnouncedRecordings1766500000000,
  Minutes1766300000000,
  MinutesKeys1766300000001,
  ActionItemProfiles1766300000002,
  ActionItemsMerged1766300000003,
  MinutesKept1766300000004,
  MinutesRebuild1766300000005,
  MinutesRuns1766300000006,
];
