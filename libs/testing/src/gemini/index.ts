export { startGeminiEmulator, type GeminiEmulator } from './emulator.ts';
export { faultError } from './faults.ts';
export { answerNote, segmentsOf } from './note.ts';
export { answerSupport, statementsOf } from './support.ts';
export { WireError } from './wire.ts';
export type { Fault, GenerateRequest, ScriptedTurn } from './types.ts';
