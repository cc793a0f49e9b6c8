import type { SpeechRecognizer, SpokenSegment } from '@memo/ai';
import { AppError } from '@memo/errors';
import type { Logger } from '@memo/logging';
import { assembleTranscript, checkRecognition, type Fault } from '@memo/transcript';

export interface Sample {
  wavPath: string;
  durationMs: number;
}

/**
 * What is said in a sample, by whom; empty when nothing is.
 * @throws like SpeechRecognizer; AppError `unavailable` code `bad_answer`: a client does not wait for a second try.
 */
export async function listen(
  { recognizer, logger }: { recognizer: SpeechRecognizer; logger: Logger },
  { wavPath, durationMs }: Sample,
  signal: AbortSignal,
): Promise<SpokenSegment[]> {
  const request = {
    audioPath: wavPath,
    durationMs,
    diarize: true,
    languages: [],
    speakersExpected: null,
    signal,
  };
  const { problem, provider, model, usage, ...recognized } = await recognizer.recognize(request);
  logger.info('Listened for a suggestion', { provider, model, usage });
  if (problem?.setting !== undefined) {
    throw new AppError('misconfigured', problem.setting, { code: 'unsupported_format' });
  }
  // A sample is short, and its pauses are not known: words in them cannot be told, and a hole in it is no harm.
  const { utterances, fault } = checkRecognition(recognized.utterances, {
    durationMs,
    silences: [],
  });
  const wrong = problem ?? fault;
  if (wrong !== null) throw badAnswer(wrong);
  const span = { startMs: 0, endMs: durationMs };
  const { segments, speakers } = assembleTranscript([
    { chunk: 0, side: null, ...span, utterances },
  ]);
  const labels = new Map(speakers.map(({ key, label }) => [key, label]));
  return segments.map(({ id, text, startMs, endMs, speakerKey }) => {
    return { id, text, startMs, endMs, speaker: labels.get(speakerKey) ?? speakerKey };
  });
}

function badAnswer({ detail }: Pick<Fault, 'detail'>): AppError {
  const message = `The speech engine gave an answer that cannot be used: ${detail}.`;
  return new AppError('unavailable', message, { code: 'bad_answer' });
}
