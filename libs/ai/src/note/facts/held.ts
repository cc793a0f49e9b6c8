import { datesIn, dateWordOf } from './dates.ts';
import { withHanFigures } from './han-numbers.ts';
import { languageOf } from './language.ts';
import { holdsLink, linksIn } from './links.ts';
import { honouredIn, namesIn } from './names.ts';
import { addressesReader } from './lures.ts';
import { numbersIn } from './numbers.ts';
import { foldWord, plainText } from './plain-text.ts';
import type { NumberInText } from './spoken-numbers.ts';
import { tokensOf, type Token } from './tokens.ts';
import { clock, valuesHeld } from './values-held.ts';

/** What a statement says that the words it rests on do not. */
export type Fact = 'link' | 'number' | 'date' | 'name' | 'address to the reader';

export interface Source {
  /** The cited segments, or the whole transcript, as it was said. */
  text: string;
  /** Names of people who take part: they need not be said. */
  names: readonly string[];
  /** How many speak. */
  speakers: number;
}

export interface Held {
  /** The first fact of a text that is not held; null where all are. */
  missing(text: string): Fact | null;
}

/** What can be said of these words without saying anything that is not in them. */
export function createHeld({ text, names, speakers }: Source): Held {
  const plain = plainText(text);
  const { links, rest: said } = linksIn(plain);
  const rest = withHanFigures(said);
  const tokens = tokensOf(rest);
  const values = valuesHeld(rest);
  const dates = datesIn(rest);
  const dateWords = new Set(tokens.flatMap((token) => dateWordOf(token.text) ?? []));
  for (const { parts } of dates) for (const part of parts) dateWords.add(`month ${part}`);
  const months = [...dateWords].flatMap((one) =>
    one.startsWith('month') ? Number(one.slice(6)) : [],
  );
  const digits = rest.replaceAll(/(?<=\d)[\s().\-/]+(?=\d)/g, '');
  const spoken = wordsHeld(tokens);
  const known = wordsHeld(tokensOf(plainText(names.join(' \n '))));
  /** Node.js, where "Node JS" was heard. */
  const isProduct = (link: string): boolean => {
    const [, name = '', end = ''] = /^([\p{L}\p{N}]+)\.(js|ts|py|md)$/iu.exec(link) ?? [];
    return name !== '' && spoken.has(foldWord(name) + foldWord(end));
  };
  const isNameHeld = (word: string) => spoken.has(word) || known.has(word);

  // Where names bend like other words.
  const isInflected = (name: string) =>
    name.length > 4 &&
    [...spoken, ...known].some(
      (one) =>
        Math.abs(one.length - name.length) < 4 &&
        one.startsWith(name.slice(0, Math.max(4, name.length - 3))),
    );

  const isNumberHeld = (number: NumberInText, all: readonly Token[]): boolean =>
    number.values.some((value) => values.has(value)) ||
    (number.inWords && number.values[0] === 1 && isPronoun(all, number)) ||
    (number.inWords && number.values[0] === speakers && isOfPeople(all, number));

  return {
    missing: (statement) => {
      const found = linksIn(plainText(statement));
      if (!found.links.every((one) => holdsLink(links, one) || isProduct(one))) return 'link';
      if (addressesReader(plainText(statement), plain)) return 'address to the reader';
      let left = withHanFigures(found.rest);
      for (const { text: written, year, parts } of datesIn(left)) {
        const isHeld =
          values.has(year) && parts.every((part) => values.has(part) || months.includes(part));
        if (!isHeld && !rest.includes(written)) return 'date';
        left = left.replace(written, ' ');
      }
      for (const [phone] of left.matchAll(phoneLike)) {
        const bare = phone.replaceAll(/\D/g, '');
        if (bare.length < 7) continue;
        if (digits.includes(bare)) left = left.replace(phone, ' ');
      }
      for (const { 0: time, groups } of left.matchAll(clock)) {
        const [hour, minute] = [Number(groups?.hour), Number(groups?.minute)];
        const isHour = [hour, hour - 12, hour + 12].some((one) => values.has(one));
        if (isHour && (minute === 0 || values.has(minute))) left = left.replace(time, ' ');
      }
      const written = tokensOf(left);
      if (!numbersIn(written).every((one) => isNumberHeld(one, written))) return 'number';
      // "June will write to them": somebody may be called so.
      const days = written.flatMap(({ text: word }) =>
        known.has(foldWord(word)) ? [] : (dateWordOf(word) ?? []),
      );
      if (!days.every((day) => dateWords.has(day))) return 'date';
      const language = languageOf(left, rest);
      const isHeld = namesIn(written, language).every(({ word, at }) => {
        const folded = foldWord(word);
        const before = written[written[at - 1]?.text === '-' ? at - 2 : at - 1]?.text ?? '';
        const after = written[written[at + 1]?.text === '-' ? at + 2 : at + 1]?.text ?? '';
        return (
          (language === 'other' && isInflected(folded)) ||
          [folded, folded.replace(/s$/, '')].some(isNameHeld) ||
          [foldWord(before) + folded, folded + foldWord(after)].some(isNameHeld)
        );
      });
      if (!isHeld) return 'name';
      return honouredIn(left).every((name) => rest.includes(name.trim().slice(-2))) ? null : 'name';
    },
  };
}

const phoneLike = /\+?\(?\d[\d\s().\-/]{5,}\d/g;

/** The words of a text as names are compared, each with the next one too: GitHub is heard as "git hub". */
function wordsHeld(tokens: readonly Token[]): Set<string> {
  const folds = new Map<string, string>();
  const words = tokens.flatMap(({ text, kind }) => {
    if (kind === 'mark') return [];
    const folded = folds.get(text) ?? foldWord(text);
    folds.set(text, folded);
    return folded;
  });
  return new Set([...words, ...words.map((word, at) => word + (words[at + 1] ?? ''))]);
}

const pronounBefore =
  /^(?:the|this|that|each|every|no|any|which|another|new|other|last|next|some|either|neither)$/i;
const pronounAfter =
  /^(?:of|another|who|that|which|by|to|on|side|or|and|more|thing|is|was|will|would|should|can|for|-)$/i;

/** "one of them" is no number of anything. */
function isPronoun(tokens: readonly Token[], { from, to }: NumberInText): boolean {
  const [before, after] = [tokens[from - 1], tokens[to]];
  return (
    after?.kind !== 'word' ||
    pronounAfter.test(after.text) ||
    pronounBefore.test(before?.text ?? '')
  );
}

/** "the two agreed", "two people": nobody says how many speak. */
function isOfPeople(tokens: readonly Token[], { from, to }: NumberInText): boolean {
  const [before, after] = [tokens[from - 1]?.text ?? '', tokens[to]?.text ?? ''];
  return (
    /^(?:people|speakers|participants|parties|sides|persons|attendees|colleagues)$/i.test(after) ||
    (/^(?:the|these|all|between)$/i.test(before) &&
      /^(?:of|agreed?|discuss\w*|talk\w*|plan\w*|will|decide\w*|want\w*)$/i.test(after))
  );
}
