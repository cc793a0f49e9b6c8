import { startSpeechEmulator } from '../speech-service/emulator.ts';
import { deepgramProtocol } from './protocol.ts';

export type { SpeechEmulator } from '../speech-service/emulator.ts';
export type { Fault } from '../speech-service/types.ts';

/** For DEEPGRAM_BASE_URL. */
export const startDeepgramEmulator = () => startSpeechEmulator(deepgramProtocol);
