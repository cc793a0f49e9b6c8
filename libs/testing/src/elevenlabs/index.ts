import { startSpeechEmulator } from '../speech-service/emulator.ts';
import { elevenLabsProtocol } from './protocol.ts';

/** For ELEVENLABS_BASE_URL. */
export const startElevenLabsEmulator = () => startSpeechEmulator(elevenLabsProtocol);
