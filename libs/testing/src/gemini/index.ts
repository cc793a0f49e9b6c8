export { startGeminiEmulator, type GeminiEmulator } from './emulator.ts';
export type {
  Fault,
  GenerateHandler,
  GenerateRequest,
  RecordedRequest,
  RequestKind,
  ScriptedTurn,
  TranscribeHandler,
  TranscribeRequest,
} from './types.ts';
