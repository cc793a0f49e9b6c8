import type { ModelCall } from './model-call.ts';
import type { Fault, ScriptedTurn, TranscriptionConfig } from './types.ts';
import { duration, type WireAnswer } from './wire.ts';

const bytesPerSecond = 32_000;
const tokensPerSecond = 32;

/** A finished generateContent answer over these parts, spoiled by the fault if there is one. */
export function modelAnswer(
  model: string,
  call: ModelCall,
  parts: object[],
  fault: Fault | undefined,
): WireAnswer {
  const promptTokenCount =
    Math.ceil((call.audio.length / bytesPerSecond) * tokensPerSecond) +
    tokensOf(call.instructions + call.prompt);
  const candidatesTokenCount = tokensOf(JSON.stringify(parts));
  return {
    status: 200,
    body: {
      candidates: [candidate(parts, fault)],
      usageMetadata: {
        promptTokenCount,
        candidatesTokenCount,
        totalTokenCount: promptTokenCount + candidatesTokenCount,
      },
      modelVersion: `${model}-001`,
      responseId: 'emulated',
    },
  };
}

export function transcriptionParts(turns: ScriptedTurn[], config: TranscriptionConfig): object[] {
  return turns.map(({ text, speaker, words = [], startMs, endMs }) => ({
    audioTranscription: {
      text: text ?? words.map((word) => word.text).join(' '),
      ...(config.diarization && speaker !== undefined && { speakerLabel: speaker }),
      ...(startMs !== undefined && { startOffset: duration(startMs) }),
      ...(endMs !== undefined && { endOffset: duration(endMs) }),
      ...(config.wordTimestamp && {
        words: words.map((word) => ({
          word: word.text,
          startOffset: duration(word.startMs),
          endOffset: duration(word.endMs),
        })),
      }),
    },
  }));
}

export function jsonParts(value: unknown, fault: Fault | undefined): object[] {
  const text = JSON.stringify(value);
  return [{ text: fault?.kind === 'truncated' ? text.slice(0, text.length / 2) : text }];
}

const tokensOf = (text: string): number => Math.ceil(text.length / 4);

function candidate(parts: object[], fault: Fault | undefined): object {
  switch (fault?.kind) {
    case 'truncated':
      return { content: { role: 'model', parts }, finishReason: 'MAX_TOKENS', index: 0 };
    case 'stopped':
      return { finishReason: fault.finishReason, index: 0 };
    case 'empty':
      return { content: { role: 'model' }, finishReason: 'STOP', index: 0 };
    default:
      return { content: { role: 'model', parts }, finishReason: 'STOP', index: 0 };
  }
}
