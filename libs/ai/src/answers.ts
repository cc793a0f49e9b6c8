/**
 * The schemas of answers that are kept: this library's second door. It opens on no adapter, so that what reads kept
 * answers may enter by it.
 */
export { noteGenerationSchema } from './note/note-answer.ts';
export { supportGenerationSchema } from './note/support-answer.ts';
export { recognitionSchema } from './recognition.schema.ts';
export { matchesGenerationSchema } from './speaker-matcher.ts';
