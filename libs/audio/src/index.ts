export { createAudioTools } from './audio-tools.ts';
export { findFfmpeg } from './find-ffmpeg.ts';
export type { AudioTools, DecodedRecording, Span } from './types.ts';
