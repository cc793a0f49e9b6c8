import type { RecognizerCapabilities } from '@memo/ai';
import { AppError } from '@memo/errors';
import type { ObjectStorage } from '@memo/storage';
import type { TranscribedPart } from '@memo/transcript';
import {
  recognizedSchema,
  type PreparedChunk,
  type RecognizedChunk,
  type Transcribed,
} from './stage-results.ts';
import { withoutUnsureEdges } from './unsure-edges.ts';

const readsAtOnce = 8;

/**
 * Reads what was recognized of chunks, as many of the first ones as are transcribed, without what their borders may
 * cut.
 * @throws AppError `internal` when the words of one are missing.
 */
export async function readRecognizedChunks(
  storage: Pick<ObjectStorage, 'getText'>,
  chunks: readonly PreparedChunk[],
  transcribed: readonly Transcribed[],
): Promise<RecognizedChunk[]> {
  const chunksRead: RecognizedChunk[] = [];
  const read = async (result: Transcribed, index: number): Promise<RecognizedChunk[]> => {
    const chunk = chunks[index];
    if (chunk === undefined) return [];
    const text = await storage.getText(result.recognizedKey);
    if (text === null) {
      throw new AppError('internal', `The words at ${result.recognizedKey} are missing.`);
    }
    return [{ ...chunk, ...result, recognized: recognizedSchema.parse(JSON.parse(text)) }];
  };
  for (let from = 0; from < transcribed.length; from += readsAtOnce) {
    const batch = transcribed.slice(from, from + readsAtOnce);
    const done = await Promise.all(batch.map((result, index) => read(result, from + index)));
    chunksRead.push(...done.flat());
  }
  return withoutUnsureEdges(chunksRead);
}

/** What is known of the speakers beside what was recognized. */
export interface KnownSpeakers {
  capabilities: Pick<RecognizerCapabilities, 'diarization'>;
  /** How many people speak, if the uploader knew. */
  speakersExpected: number | null;
}

/**
 * Every recognized piece as a part of the transcript, numbered in order of time on its side, and the sides on
 * which a label means one person throughout: an engine that tells no speakers apart means the same one everywhere, and
 * where one person is expected and no piece has two, all of its labels are that person.
 */
export function partsOf(
  chunks: readonly RecognizedChunk[],
  { capabilities, speakersExpected }: KnownSpeakers,
): { parts: TranscribedPart[]; sameLabels: (number | null)[] } {
  const bySide = Map.groupBy(chunks, ({ side }) => side);
  const sides = [...bySide].map(([side, own]) => {
    const pieces = own
      .flatMap(({ recognized }) => recognized.pieces)
      .sort((a, b) => a.startMs - b.startMs || a.endMs - b.endMs);
    const parts = pieces.map((piece, chunk) => ({ ...piece, side, chunk }));
    const onePerson = speakersExpected === 1 && parts.every(hasOneSpeaker);
    const sameLabels = onePerson || !capabilities.diarization ? [side] : [];
    return { parts: onePerson ? parts.map(asOneSpeaker) : parts, sameLabels };
  });
  return {
    parts: sides.flatMap(({ parts }) => parts),
    sameLabels: sides.flatMap(({ sameLabels }) => sameLabels),
  };
}

function hasOneSpeaker({ utterances }: TranscribedPart): boolean {
  return new Set(utterances.map(({ speaker }) => speaker)).size <= 1;
}

function asOneSpeaker(part: TranscribedPart): TranscribedPart {
  return { ...part, utterances: part.utterances.map((said) => ({ ...said, speaker: 'voice' })) };
}
