export { diarizationError, type DiarizationError } from './diarization-error.ts';
export type { MeasuredSegment, MeasuredWord, WordErrors } from './types.ts';
export { cpWer, tcpWer } from './word-errors.ts';
