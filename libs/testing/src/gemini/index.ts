export { startGeminiEmulator, type GeminiEmulator } from './emulator.ts';
export type { Fault, GenerateRequest, ScriptedTurn } from './types.ts';
