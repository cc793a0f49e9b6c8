import type { SpeechRecognizer, SpokenSegment } from '@memo/ai';
import type { Logger } from '@memo/logging';
import { assembleTranscript } from '@memo/transcript';

export interface Sample {
  wavPath: string;
  durationMs: number;
}

/** What is said in a sample, by whom; empty when nothing is. Fails like SpeechRecognizer. */
export async function listen(
  { recognizer, logger }: { recognizer: SpeechRecognizer; logger: Logger },
  { wavPath, durationMs }: Sample,
  signal: AbortSignal,
): Promise<SpokenSegment[]> {
  const request = {
    wavPath,
    durationMs,
    diarize: true,
    languages: [],
    speakersExpected: null,
    signal,
  };
  const { utterances, provider, model, usage } = await recognizer.recognize(request);
  logger.info('Listened for a suggestion', { provider, model, usage });
  const span = { startMs: 0, endMs: durationMs };
  const { segments, speakers } = assembleTranscript([
    { chunk: 0, side: null, ...span, utterances },
  ]);
  const labels = new Map(speakers.map(({ key, label }) => [key, label]));
  return segments.map(({ id, text, startMs, endMs, speakerKey }) => {
    return { id, text, startMs, endMs, speaker: labels.get(speakerKey) ?? speakerKey };
  });
}
