import type { Utterance } from '@memo/transcript';
import type { ScriptedTurn } from '../gemini/types.ts';
import type { TranscriptionCall } from './transcription-call.ts';

const headerBytes = 44;
const bytesPerSecond = 32_000;

/** What a model answers that hears these turns, in the form it was asked for. */
export function transcriptionAnswer(call: TranscriptionCall, scripted: ScriptedTurn[]): object {
  const turns = scripted.map(whole);
  const text = turns.map((turn) => turn.text).join(' ');
  const duration = Math.max(0, call.audio.length - headerBytes) / bytesPerSecond;
  const byTokens = {
    type: 'tokens',
    input_tokens: Math.ceil(duration * 10),
    output_tokens: Math.ceil(text.length / 4),
    total_tokens: Math.ceil(duration * 10) + Math.ceil(text.length / 4),
  };
  switch (call.format) {
    case 'json':
      return { text, usage: byTokens };
    case 'diarized_json':
      return {
        ...{ task: 'transcribe', duration, text, usage: byTokens },
        segments: turns.map((turn, index) => ({
          ...{ id: `seg_${index}`, type: 'transcript.text.segment' },
          ...{ ...span(turn), text: turn.text, speaker: turn.speaker },
        })),
      };
    case 'verbose_json':
      return {
        ...{ task: 'transcribe', language: 'english', duration, text },
        segments: turns.map((turn, id) => ({
          // As Whisper does, with a space in front.
          ...{ id, seek: 0, ...span(turn), text: ` ${turn.text}`, tokens: [], temperature: 0 },
          ...{ avg_logprob: -0.2, compression_ratio: 1.2, no_speech_prob: 0.01 },
        })),
        ...(call.wantsWords && { words: turns.flatMap(({ words }) => words.map(wireWord)) }),
        usage: { type: 'duration', seconds: Math.ceil(duration) },
      };
  }
}

function whole({ speaker = 'A', text, words = [], startMs, endMs }: ScriptedTurn): Utterance {
  return {
    ...{ speaker, words, text: text ?? words.map((word) => word.text).join(' ') },
    startMs: startMs ?? words[0]?.startMs ?? 0,
    endMs: endMs ?? words.at(-1)?.endMs ?? 0,
  };
}

const span = ({ startMs, endMs }: { startMs: number; endMs: number }) => {
  return { start: startMs / 1000, end: endMs / 1000 };
};

/** The list of words has no punctuation. */
const wireWord = (word: Utterance['words'][number]): object => ({
  word: word.text.replaceAll(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, ''),
  ...span(word),
});
