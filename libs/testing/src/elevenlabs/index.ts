import { startSpeechEmulator } from '../speech-service/emulator.ts';
import { elevenLabsProtocol } from './protocol.ts';

export type { SpeechEmulator } from '../speech-service/emulator.ts';
export type { Fault } from '../speech-service/types.ts';

/** For ELEVENLABS_BASE_URL. */
export const startElevenLabsEmulator = () => startSpeechEmulator(elevenLabsProtocol);
