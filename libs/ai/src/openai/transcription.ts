import type { TranscribeFormat } from '../models/openai-models.ts';
import { isFields } from '../reading/fields.ts';
import { onlySpeaker, readTurns, type AudioSent, type ReadAnswer } from '../reading/turns.ts';
import { turnsOfWords } from '../reading/turns-of-words.ts';
import { comparedWithText } from '../reading/whole-text.ts';
import { letters } from '../reading/written-words.ts';
import { segmentsWithWords } from './segments-with-words.ts';

/** What was recognized, whatever single elements of the answer lack; null when it is nothing that could be read. */
export type ReadTranscription = (body: unknown, sent: AudioSent) => ReadAnswer | null;

const nothing: ReadAnswer = { utterances: [], unread: [], untimed: false, givenTwice: 0 };

export const readTranscription: Record<TranscribeFormat, ReadTranscription> = {
  diarized: (body, sent) => timed(body, sent, 'speakers'),
  verbose: (body, sent) => timed(body, { ...sent, diarize: false }, 'words'),

  plain(body, { durationMs }) {
    const text = textOf(body);
    if (text === null) return null;
    // Somewhere in this audio: that is all such a model tells about the time.
    const whole = { speaker: onlySpeaker, text, startMs: 0, endMs: durationMs, words: [] };
    return { ...nothing, utterances: text === '' ? [] : [whole] };
  },
};

/** Segments, words, or both: what one of them lacks the other may have. */
function timed(body: unknown, sent: AudioSent, of: 'speakers' | 'words'): ReadAnswer | null {
  if (!isFields(body)) return null;
  const segments = listOf(body.segments);
  const words = listOf(body.words);
  const text = textOf(body) ?? '';
  if (segments.length === 0 && words.length === 0 && !('text' in body || 'segments' in body)) {
    return null;
  }
  const ofBoth = of === 'words' && segments.length > 0;
  const bySegments = readTurns(ofBoth ? segmentsWithWords(segments, words) : segments, sent);
  if (bySegments.utterances.length > 0 || bySegments.unread.length > 0) {
    return comparedWithText(bySegments, text, sent);
  }
  const byWords = readTurns(turnsOfWords(words, text), sent);
  if (byWords.utterances.length > 0 || byWords.unread.length > 0) {
    return comparedWithText(byWords, text, sent);
  }
  const isTextAlone = bySegments.untimed || byWords.untimed || letters(text) !== '';
  return isTextAlone ? { ...nothing, untimed: true } : nothing;
}

const listOf = (given: unknown): unknown[] => (Array.isArray(given) ? given : []);

function textOf(body: unknown): string | null {
  if (typeof body === 'string') return body.trim();
  return isFields(body) && typeof body.text === 'string' ? body.text.trim() : null;
}
