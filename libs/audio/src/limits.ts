/** What bounds every run of ffmpeg. */
export interface AudioLimits {
  /** Longest recording accepted, in milliseconds. */
  maxRecordingMs: number;
  /** How long ffmpeg may take, in milliseconds, over input files of this many bytes. */
  timeLimitMs: (inputBytes: number) => number;
  /** Largest output of one run. */
  maxOutputBytes: number;
  /** Largest single allocation inside ffmpeg: a forged length field cannot ask for gigabytes. */
  maxAllocationBytes: number;
}

const maxRecordingMs = 12 * 3_600_000;
const startupMs = 60_000;

/** The slowest job, mixing, takes 0.01 s for each second of audio on one idle core; this leaves tenfold room. */
const secondsPerSecond = 0.1;

/** FLAC holds 65 535 samples of silence in 16 bytes, at 8 kHz 8 s: hours of it fit into a few kB. */
const mostMsPerByte = 512;

export const audioLimits: AudioLimits = {
  maxRecordingMs,
  timeLimitMs: (inputBytes) =>
    startupMs + Math.ceil(Math.min(inputBytes * mostMsPerByte, maxRecordingMs) * secondsPerSecond),
  // 12 hours of 16 kHz mono WAV are 1.38 GB; nothing we write is larger.
  maxOutputBytes: 1_500_000_000,
  maxAllocationBytes: 128 * 1024 * 1024,
};
