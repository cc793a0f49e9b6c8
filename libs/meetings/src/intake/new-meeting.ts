import type { Visibility } from '@memo/entities';

/** A recording whose bytes are in the storage. */
export interface StoredRecording {
  /** 0 for the recording or its microphone side, 1 for its system-audio side. */
  side: number;
  objectKey: string;
  /** As the client named it; null where nobody did. */
  filename: string | null;
  /** What the content is, not what the client said. */
  contentType: string;
  sizeBytes: number;
  /** Lower-case hex. */
  sha256: string;
}

/** A recording whose bytes are on their way or are still being recorded. */
export interface ExpectedRecording {
  side: number;
  filename: string | null;
}

export type NewRecording =
  ({ state: 'stored' } & StoredRecording) | ({ state: 'expected' } & ExpectedRecording);

/** What any edge says of a meeting that is to be. */
export interface NewMeeting {
  id: string;
  /** Whose meeting it is. */
  userId: number;
  /** Who of the workspace sees it; all members when not given. */
  visibility?: Visibility;
  /** Empty for one that nobody has given: the note brings it. */
  title: string;
  description: string | null;
  participants: string[];
  templateId: string | null;
  customTemplatePoints: string | null;
  speakersExpected: number | null;
  /** BCP-47 codes. */
  languages: string[];
  /** Tells what was uploaded, with all its fields, from everything else; null where nothing was. */
  uploadHash: string | null;
  /** One side each; none of one whose recordings are told of later. */
  recordings: readonly NewRecording[];
}
