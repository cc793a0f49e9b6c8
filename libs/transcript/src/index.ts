export type { Segment, Speaker, Utterance, Word } from './types.ts';
