import type { SpeakerVoice } from '../assemble.ts';
import type { SpeakerSupport } from './coverage.schema.ts';

/** How each speaker was known again from piece to piece, in the order of the voices. */
export function supportOf(voices: readonly SpeakerVoice[]): SpeakerSupport[] {
  const bySpeaker = Map.groupBy(voices, ({ speakerKey }) => speakerKey);
  return [...bySpeaker].map(([speaker, own]) => {
    const ways = new Set(own.flatMap(({ matchedBy }) => matchedBy ?? []));
    return {
      speaker,
      pieces: own.length,
      matched_by: [...ways].sort(),
      agreed_words: own.reduce((sum, { agreedWords }) => sum + agreedWords, 0),
      clips: own.reduce((sum, { heard }) => sum + (heard?.clips ?? 0), 0),
    };
  });
}

/** Speakers of one piece who turned out to be somebody of another, where the overlaps did not show it. */
export function countMatched(voices: readonly SpeakerVoice[]): number {
  return voices.filter(({ matchedBy }) => matchedBy === 'line_up' || matchedBy === 'said').length;
}
