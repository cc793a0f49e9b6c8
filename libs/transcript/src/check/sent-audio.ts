import { intersect, lengthOf } from '../coverage/spans.ts';
import { clamp, type Span } from '../place.ts';
import type { Utterance, Word } from '../types.ts';

/** Audio that was sent to a recognizer: stretches of a recording, one right behind the other. */
export interface SentAudio {
  durationMs: number;
  /** The stretches of the recording that a span of the sent audio is made of. */
  onRecording(span: Span): Span[];
  /** Where a moment of the recording is in the sent audio; for what was not sent, the joint where it is missing. */
  toSent(recordingMs: number): number;
  /** Utterances on the recording's clock: integer ms, in the stretches that were sent, each word within one of them. */
  place(utterances: readonly Utterance[]): Utterance[];
}

/** @param stretches in order, on the recording's clock, in integer ms. */
export function createSentAudio(stretches: readonly Span[]): SentAudio {
  let sentMs = 0;
  const parts = stretches.map(({ startMs, endMs }) => {
    const sent = { startMs: sentMs, endMs: (sentMs += endMs - startMs) };
    return { sent, behindMs: startMs - sent.startMs };
  });
  const durationMs = lengthOf(stretches);

  function onRecording(span: Span): Span[] {
    return parts.flatMap(({ sent, behindMs }) =>
      intersect([sent], [span]).map(({ startMs, endMs }) => {
        return { startMs: startMs + behindMs, endMs: endMs + behindMs };
      }),
    );
  }

  /** What takes no time begins the stretch behind a joint, as every start there does. */
  function moment(ms: number): Span {
    const part = parts.find(({ sent }) => ms < sent.endMs) ?? parts.at(-1);
    const atMs = part === undefined ? 0 : ms + part.behindMs;
    return { startMs: atMs, endMs: atMs };
  }

  const rounded = ({ startMs, endMs }: Span): Span => {
    const start = clamp(Math.round(startMs), 0, durationMs);
    return { startMs: start, endMs: clamp(Math.round(endMs), start, durationMs) };
  };

  /** Nobody is silent for seconds in the middle of a word: one across a joint lies where more of it does. */
  function placeWord(word: Span): Span {
    const span = rounded(word);
    const [first = moment(span.startMs), ...more] = onRecording(span);
    return more.reduce((most, one) => (lengthOf([one]) > lengthOf([most]) ? one : most), first);
  }

  function placeTurn(turn: Span): Span {
    const span = rounded(turn);
    const on = onRecording(span);
    const at = moment(span.startMs);
    return { startMs: on.at(0)?.startMs ?? at.startMs, endMs: on.at(-1)?.endMs ?? at.endMs };
  }

  function placeUtterance(utterance: Utterance): Utterance {
    let earliest = 0;
    const words = utterance.words.map((word): Word => {
      const { startMs, endMs } = placeWord(word);
      // Words that overlap at a joint may land on its two sides.
      earliest = Math.max(earliest, startMs);
      return { ...word, startMs: earliest, endMs: Math.max(earliest, endMs) };
    });
    const [first] = words;
    const span =
      first === undefined
        ? placeTurn(utterance)
        : { startMs: first.startMs, endMs: Math.max(...words.map(({ endMs }) => endMs)) };
    return { ...utterance, ...span, words };
  }

  return {
    durationMs,
    onRecording,
    toSent(recordingMs) {
      const next = parts.find(({ sent, behindMs }) => recordingMs <= sent.endMs + behindMs);
      if (next === undefined) return durationMs;
      return Math.max(recordingMs - next.behindMs, next.sent.startMs);
    },
    place: (utterances) => utterances.map(placeUtterance),
  };
}
