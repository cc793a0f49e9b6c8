import { Initial1763690000000 } from './1763690000000-initial.ts';
import { Contract1763700000000 } from './1763700000000-contract.ts';
import { Transcripts1763800000000 } from './1763800000000-transcripts.ts';
import { Journal1764400000000 } from './1764400000000-journal.ts';
import { Recordings1764500000000 } from './1764500000000-recordings.ts';
import { RecordingsIndexes1764500000001 } from './1764500000001-recordings-indexes.ts';
import { TranscriptGenerations1764600000000 } from './1764600000000-transcripts-generations.ts';
import { TranscriptGenerationsIndexes1764600000001 } from './1764600000001-transcripts-generations-indexes.ts';
import { Ledger1764700000000 } from './1764700000000-ledger.ts';
import { LedgerIndexes1764700000001 } from './1764700000001-ledger-indexes.ts';

/** In the order in which they run. */
export const migrations = [
  Initial1763690000000,
  Contract1763700000000,
  Transcripts1763800000000,
  Journal1764400000000,
  Recordings1764500000000,
  RecordingsIndexes1764500000001,
  TranscriptGenerations1764600000000,
  TranscriptGenerationsIndexes1764600000001,
  Ledger1764700000000,
  LedgerIndexes1764700000001,
];
