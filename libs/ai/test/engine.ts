import type { ScriptedTurn } from '@memo/testing/gemini';
import type { SpeechRecognizer } from '../src/recognizer.ts';

export interface Emulator {
  requests: readonly { status: number | null; bytes: number }[];
  close: () => Promise<void>;
}

/** A word of an answer before an engine's protocol gives it its names; what is undefined is not sent. */
export interface RawWord {
  text: unknown;
  start?: unknown;
  end?: unknown;
}

/** A turn of an answer. */
export interface RawTurn {
  text?: unknown;
  speaker?: unknown;
  start?: unknown;
  end?: unknown;
  words?: (RawWord | null)[];
}

export interface Engine<E extends Emulator> {
  name: string;
  start: () => Promise<E>;
  recognizer: (emulator: E) => SpeechRecognizer;
  /** What is heard from now on. */
  hear: (emulator: E, turns: ScriptedTurn[]) => void;
  /** The next answer, in the form of the engine's protocol, with turns as they are; not given for a program here. */
  answer?: (emulator: E, turns: (RawTurn | number | null)[]) => void;
  /** The next answer cut in the middle; not given where its end cannot be missed. */
  cutNext?: (emulator: E) => void;
  /** Spoils the text of the next answer and sends it as it is; not given where a package of the engine's reads it. */
  answerText?: (emulator: E, turns: RawTurn[], spoil: (json: string) => string) => void;
  /** The next answer without any times; not given where the engine has no such form. */
  answerTextAlone?: (emulator: E, text: string) => void;
  /** The settings an answer without times is blamed on. */
  textAloneSetting?: string;
  /** The languages the last request hinted at; not given where it knows one alone. */
  languagesAsked?: (emulator: E) => unknown;
  /** What `['de-CH']` is asked as. */
  german?: unknown;
  billed: unknown;
}
