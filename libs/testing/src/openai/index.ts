export { startOpenAiEmulator, type OpenAiEmulator } from './emulator.ts';
export type { Fault } from './types.ts';
