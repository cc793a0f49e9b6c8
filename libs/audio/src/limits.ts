/** What bounds every run of ffmpeg. */
export interface AudioLimits {
  /** Longest recording accepted, in milliseconds. */
  maxRecordingMs: number;
  /** How long ffmpeg may take, in milliseconds, over input files of this many bytes. */
  timeLimitMs: (inputBytes: number) => number;
  /** How much processor time it may have taken once this much is decoded, in milliseconds. */
  paceMs: (decodedMs: number) => number;
  /** How long it may work without decoding any more, in milliseconds. */
  stallMs: number;
  /** Largest output of one run. */
  maxOutputBytes: number;
  /** Largest single allocation inside ffmpeg: a forged length field cannot ask for gigabytes. */
  maxAllocationBytes: number;
  /** All that ffmpeg may have at a time. */
  maxMemoryBytes: number;
  /** Tracks of sound and of pictures; a file with more is refused. */
  maxStreams: number;
}

const maxRecordingMs = 12 * 3_600_000;
const startupMs = 60_000;

/** The slowest job, mixing, takes 0.01 s for each second of audio on one idle core; on a busy one it may take long. */
const secondsPerSecond = 0.1;
/** How much of that it may compute: a slower processor than ours takes up some. */
const computedPerSecond = 0.05;

/** FLAC holds 65 535 samples of silence in 16 bytes, at 8 kHz 8 s: hours of it fit into a few kB. */
const mostMsPerByte = 512;

export const audioLimits: AudioLimits = {
  maxRecordingMs,
  timeLimitMs: (inputBytes) =>
    startupMs + Math.ceil(Math.min(inputBytes * mostMsPerByte, maxRecordingMs) * secondsPerSecond),
  paceMs: (decodedMs) => startupMs + Math.ceil(decodedMs * computedPerSecond),
  stallMs: 60_000,
  // 12 hours of 16 kHz mono WAV are 1.38 GB; nothing we write is larger.
  maxOutputBytes: 1_500_000_000,
  maxAllocationBytes: 128 * 1024 * 1024,
  // ffmpeg takes 60 MB, and for the index of a track of MP4 8 MB an hour: here is room for eight tracks of 12 hours.
  maxMemoryBytes: 1_200_000_000,
  // A studio records 32, and puts pictures beside them.
  maxStreams: 100,
};
