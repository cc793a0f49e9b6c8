import { spaceless, spellingKey } from '../stitch/spelling.ts';
import type { Segment, Word } from '../types.ts';
import { alignKeys } from './align-keys.ts';

/** A written word, or a character of a script that parts none by spaces. */
interface Unit {
  key: string;
  /** Where it lies in its text, in UTF-16 units. */
  start: number;
  end: number;
}

/**
 * The words of a segment for another text of it. Those that stand keep their times, and how sure the machine was of
 * them; those that are new share the room between. Where the segment has no times of words, neither has the new text.
 */
export function realignWords(segment: Segment, text: string): Word[] {
  const { words } = segment;
  if (words.length === 0 || text === segment.text) return words;
  const units = unitsOf(text);
  const kept = keptWords(words, units);
  const result: Word[] = [];
  let pending: Unit[] = [];
  let clock = segment.startMs;
  const place = (until: number): void => {
    const written = writtenIn(pending, text);
    result.push(...shareTime(written, clock, Math.max(clock, until)));
    pending = [];
  };
  for (let at = 0; at < units.length; at += 1) {
    const unit = units[at];
    const one = kept.get(at);
    if (unit === undefined) break;
    if (one === undefined) {
      pending.push(unit);
      continue;
    }
    place(one.word.startMs);
    const end = units[at + one.units - 1]?.end ?? unit.end;
    const slice = text.slice(unit.start, end);
    const { word } = one;
    result.push(slice.includes(word.text.trim()) ? word : { ...word, text: slice });
    clock = Math.max(clock, word.endMs);
    at += one.units - 1;
  }
  place(segment.endMs);
  return result;
}

const unit =
  /[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Thai}\p{scx=Laoo}\p{scx=Khmr}\p{scx=Mymr}]\p{M}*|[^\s\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Thai}\p{scx=Laoo}\p{scx=Khmr}\p{scx=Mymr}]+/gu;

/** Without bare punctuation, which has no time of its own. */
function unitsOf(text: string): Unit[] {
  return [...text.matchAll(unit)].flatMap(({ 0: written, index }) => {
    const key = spellingKey(written);
    return key === '' ? [] : [{ key, start: index, end: index + written.length }];
  });
}

/** By the place of its first unit, each word all of whose units stand together in the new text. */
function keptWords(
  words: readonly Word[],
  units: readonly Unit[],
): Map<number, { word: Word; units: number }> {
  const own = words.map((word) => unitsOf(word.text));
  const aligned = alignKeys(
    own.flatMap((list) => list.map(({ key }) => key)),
    units.map(({ key }) => key),
  );
  const placeOf = new Map<number, number>();
  for (const [place, before] of aligned.entries()) if (before >= 0) placeOf.set(before, place);
  const kept = new Map<number, { word: Word; units: number }>();
  let first = 0;
  for (const [index, word] of words.entries()) {
    const count = own[index]?.length ?? 0;
    const place = placeOf.get(first);
    const together = Array.from({ length: count }, (_, n) => placeOf.get(first + n));
    if (place !== undefined && together.every((one, n) => one === place + n)) {
      kept.set(place, { word, units: count });
    }
    first += count;
  }
  return kept;
}

/** Units that touch are one written word. */
function writtenIn(units: readonly Unit[], text: string): string[] {
  const spans: { start: number; end: number }[] = [];
  for (const { start, end } of units) {
    const last = spans.at(-1);
    if (last?.end === start && !spaceless.test(text.slice(start, end))) last.end = end;
    else spans.push({ start, end });
  }
  return spans.map(({ start, end }) => text.slice(start, end));
}

/** By length, one behind the other. */
function shareTime(written: readonly string[], fromMs: number, toMs: number): Word[] {
  const all = written.reduce((sum, { length }) => sum + length, 0);
  let passed = 0;
  const at = (length: number): number =>
    Math.round(fromMs + ((toMs - fromMs) * length) / Math.max(all, 1));
  return written.map((text) => {
    const startMs = at(passed);
    passed += text.length;
    return { text, startMs, endMs: at(passed) };
  });
}
