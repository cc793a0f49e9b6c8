import { byBeginning } from './by-beginning.ts';

interface AnnouncedEnd {
  /** The first day on which the provider no longer answers. */
  on: string;
  /** What to ask instead, and what is different about it. */
  instead: string;
}

const openAiSpeech: AnnouncedEnd = {
  on: '2027-02-26',
  instead:
    'OpenAI names gpt-transcribe, which tells neither speakers nor times; for speakers set SPEECH_PROVIDER to gemini, deepgram or elevenlabs',
};
const gemini25: AnnouncedEnd = {
  on: '2026-12-01',
  instead: 'set GEMINI_TRANSCRIBE_MODEL or GEMINI_TEXT_MODEL to a later model',
};

/** Models whose end their provider has announced, by the beginning of their name. Known on 2026-11-28. */
const announcedEnds: Readonly<Record<string, AnnouncedEnd>> = {
  'whisper-1': openAiSpeech,
  'gpt-4o-transcribe': openAiSpeech,
  'gpt-4o-mini-transcribe': openAiSpeech,
  'gemini-2.0-flash': { ...gemini25, on: '2026-06-01' },
  'gemini-2.5': gemini25,
};

/** What to tell an operator about a model that ends, or has; null where no end is known. */
export function endOf(model: string, today: Date): string | null {
  const end = byBeginning(announcedEnds, model);
  if (end === null) return null;
  const isOver = today.toISOString().slice(0, 10) >= end.on;
  return isOver
    ? `The model ${model} ended on ${end.on} and is not answered any more: ${end.instead}.`
    : `The model ${model} ends on ${end.on}: ${end.instead}.`;
}
