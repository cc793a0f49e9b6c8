export { createAudioTools } from './audio-tools.ts';
export { findFfmpeg } from './find-ffmpeg.ts';
export type { AudioTools, Span } from './types.ts';
