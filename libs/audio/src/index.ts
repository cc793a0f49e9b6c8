export type { AudioTools, DecodedAudio, Span } from './types.ts';
