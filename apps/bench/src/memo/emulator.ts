import { answerNote, startGeminiEmulator, type ScriptedTurn } from '@memo/testing/gemini';

const turnMs = 4_000;
const wordMs = 400;

/**
 * A Gemini that answers as it would for a talk of two people, and the settings that make workers use it.
 * @param before is waited for before it answers about speech, and refuses by what it throws; at once when not given.
 */
export async function startEmulator(
  resources: AsyncDisposableStack,
  recordingSeconds: number,
  before: () => Promise<void> | void = () => undefined,
): Promise<Record<'GEMINI_KEY' | 'GEMINI_BASE_URL', string>> {
  const emulator = await startGeminiEmulator();
  resources.defer(() => emulator.close());
  const turns = talk(recordingSeconds * 1000);
  emulator.onTranscribe(async () => {
    await before();
    return turns;
  });
  emulator.onGenerate(
    answerNote({
      summary: 'Two people talk for a minute.',
      key_points: [{ text: 'They talk', segment_ids: [0, 1] }],
      action_items: [{ task: 'Talk on', assigned_to: null, due_date: null, segment_ids: [2] }],
    }),
  );
  return { GEMINI_KEY: emulator.apiKey, GEMINI_BASE_URL: emulator.baseUrl };
}

function talk(durationMs: number): ScriptedTurn[] {
  return Array.from({ length: Math.floor(durationMs / turnMs) }, (_, turn) => ({
    speaker: `spk_${turn % 2}`,
    words: Array.from({ length: turnMs / wordMs }, (_, index) => {
      const startMs = turn * turnMs + index * wordMs;
      return { text: `word${startMs}`, startMs, endMs: startMs + wordMs };
    }),
  }));
}
