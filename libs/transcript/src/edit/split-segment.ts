import { spell } from '../stitch/spelling.ts';
import type { Segment, Word } from '../types.ts';

/** Before which of its words a segment is cut, counted from 0; or at which time, or before which UTF-16 unit of its text. */
export type Cut = { word: number } | { ms: number } | { character: number };

const characters = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** A segment as two, of which the first keeps the id. Null where the cut leaves one of them without text. */
export function splitSegment(segment: Segment, cut: Cut, id: number): [Segment, Segment] | null {
  const offset = offsetOf(segment, cut);
  if (offset === null || !isBetweenCharacters(segment.text, offset)) return null;
  const text = segment.text.slice(0, offset).trimEnd();
  const rest = segment.text.slice(offset).trimStart();
  if (text === '' || rest === '') return null;
  const { startMs, endMs } = segment;
  const shared = startMs + Math.round(((endMs - startMs) * offset) / segment.text.length);
  const cutMs = 'ms' in cut ? cut.ms : shared;
  const { before, after } = splitWords(segment, offset, cutMs);
  const lastMs = before.reduce((latest, word) => Math.max(latest, word.endMs), startMs);
  const within = (ms: number) => Math.min(Math.max(ms, startMs), endMs);
  return [
    { ...segment, text, endMs: within(before.length > 0 ? lastMs : cutMs), words: before },
    { ...segment, id, text: rest, startMs: within(after[0]?.startMs ?? cutMs), words: after },
  ];
}

function offsetOf(segment: Segment, cut: Cut): number | null {
  if ('character' in cut) return cut.character;
  const spelling = spell({ ...segment, speaker: segment.speakerKey });
  if ('ms' in cut) {
    if (cut.ms <= segment.startMs || cut.ms >= segment.endMs) return null;
    const next = spelling.words.find(({ startMs, endMs }) => (startMs + endMs) / 2 >= cut.ms);
    return next?.place ?? null;
  }
  if (cut.word < 1) return null;
  const timed = segment.words[cut.word];
  if (spelling.timed || segment.words.length === 0) {
    return spelling.words[cut.word]?.place ?? null;
  }
  // Its words do not spell the text: when they were said is all that is known of them.
  return timed === undefined ? null : offsetOf(segment, { ms: timed.startMs });
}

function isBetweenCharacters(text: string, offset: number): boolean {
  if (offset <= 0 || offset >= text.length) return false;
  return characters.segment(text).containing(offset)?.index === offset;
}

function splitWords(
  { text, words }: Segment,
  offset: number,
  cutMs: number,
): { before: Word[]; after: Word[] } {
  const spans = spansIn(text, words);
  const before: Word[] = [];
  const after: Word[] = [];
  for (const [index, word] of words.entries()) {
    const span = spans?.[index];
    const ends = span === undefined ? (word.startMs + word.endMs) / 2 < cutMs : span.end <= offset;
    if (ends) before.push(word);
    else if (span === undefined || span.start >= offset) after.push(word);
    else {
      const atMs =
        word.startMs +
        Math.round(((word.endMs - word.startMs) * (offset - span.start)) / (span.end - span.start));
      const { startMs, endMs } = word;
      before.push({ text: text.slice(span.start, offset), startMs, endMs: atMs });
      after.push({ text: text.slice(offset, span.end), startMs: atMs, endMs });
    }
  }
  return { before, after };
}

/** Where each word stands in the text; null where they do not spell it. */
function spansIn(text: string, words: readonly Word[]): { start: number; end: number }[] | null {
  const spans: { start: number; end: number }[] = [];
  let end = 0;
  for (const word of words) {
    const written = word.text.trim();
    const start = text.indexOf(written, end);
    if (written === '' || start < 0) return null;
    end = start + written.length;
    spans.push({ start, end });
  }
  return spans;
}
