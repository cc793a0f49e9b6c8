/** Where a meeting's objects live. */
export interface MeetingKeys {
  /** An uploaded recording; `extension` without a dot. */
  recording(meetingId: string, side: number, extension: string): string;
  /** Where a client writes a recording by itself; only once it was looked at it is copied to `checked`. */
  incoming(meetingId: string, recordingId: string): string;
  /** A recording that a client wrote by itself, as it was checked; each time it is, under a key of its own. */
  checked(meetingId: string, recordingId: string, checkId: string, extension: string): string;
  /** A prepared chunk. The epoch keeps a worker that was overtaken from overwriting its successor's. */
  chunk(meetingId: string, epoch: number, part: number): string;
  /** What people play, where it is not the recording itself; `extension` without a dot. */
  playback(meetingId: string, epoch: number, extension: string): string;
  /** How loud a side is, step by step; the epoch as in `chunk`. */
  levels(meetingId: string, epoch: number, side: number): string;
  /** The checked words of a chunk; the epoch as in `chunk`. */
  recognized(meetingId: string, epoch: number, part: number): string;
  /** A raw AI answer, found again by what was asked: the same question is never paid for twice. */
  answer(meetingId: string, questionHash: string): string;
  /** What every key of the meeting begins with. */
  prefix(meetingId: string): string;
  /** What every key of every meeting begins with. */
  readonly root: string;
  /** The meeting whose key it is; null for a key that is no meeting's. */
  meetingOf(key: string): string | null;
}

const idAtStart = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}(?=[-./])/;

/** @param audioPrefix `S3_AUDIO_PREFIX`, e.g. `meetings/audio/`. */
export function createMeetingKeys(audioPrefix: string): MeetingKeys {
  const prefix = (meetingId: string): string => `${audioPrefix}${meetingId}`;
  return {
    recording: (meetingId, side, extension) =>
      `${prefix(meetingId)}${side === 0 ? '' : `-${side + 1}`}.${extension}`,
    incoming: (meetingId, recordingId) => `${prefix(meetingId)}/incoming/${recordingId}`,
    checked: (meetingId, recordingId, checkId, extension) =>
      `${prefix(meetingId)}/recordings/${recordingId}/${checkId}.${extension}`,
    chunk: (meetingId, epoch, part) => `${prefix(meetingId)}/prepared-${epoch}/chunk-${part}.flac`,
    levels: (meetingId, epoch, side) =>
      `${prefix(meetingId)}/prepared-${epoch}/levels-${side}.json`,
    playback: (meetingId, epoch, extension) =>
      `${prefix(meetingId)}/prepared-${epoch}/playback.${extension}`,
    // `heard` is an older name, kept: objects of earlier releases lie under it.
    recognized: (meetingId, epoch, part) =>
      `${prefix(meetingId)}/heard-${epoch}/chunk-${part}.json`,
    answer: (meetingId, questionHash) => `${prefix(meetingId)}/answers/${questionHash}.json`,
    prefix,
    root: audioPrefix,
    meetingOf: (key) =>
      key.startsWith(audioPrefix)
        ? (idAtStart.exec(key.slice(audioPrefix.length))?.[0] ?? null)
        : null,
  };
}
