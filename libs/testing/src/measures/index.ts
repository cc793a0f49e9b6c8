export { diarizationError } from './diarization-error.ts';
export type { MeasuredSegment } from './types.ts';
export { cpWer, tcpWer } from './word-errors.ts';
