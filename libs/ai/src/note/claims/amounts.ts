import { dateWordOf } from '../facts/dates.ts';
import { withHanFigures } from '../facts/han-numbers.ts';
import { numberWordOf } from '../facts/number-words.ts';
import { numbersIn } from '../facts/numbers.ts';
import { plainText } from '../facts/plain-text.ts';
import type { NumberInText } from '../facts/spoken-numbers.ts';
import { tokensOf, type Token } from '../facts/tokens.ts';
import { stemOf } from './stems.ts';

const symbols: Readonly<Record<string, string>> = {
  '%': 'percent',
  $: 'dollar',
  '€': 'euro',
  '£': 'pound',
  '¥': 'yen',
};
const units: Readonly<Record<string, string>> = {
  usd: 'dollar',
  buck: 'dollar',
  eur: 'euro',
  gbp: 'pound',
  prozent: 'percent',
  percentag: 'percent',
};
/** What may stand between a number and what it counts. */
const passed = new Set(
  'of more new additional extra full whole different other further old separate paid open single annual monthly'.split(
    ' ',
  ),
);
const small = new Set(
  `a an the and or to in on at by for from with as if is was were are be been will would can than per that this it we they i
  you he she but so then now not each instead rather between until before after within around about up down them which whom us those these`.split(
    ' ',
  ),
);

interface Amount {
  values: number[];
  /** What it counts; null where that is not said. */
  noun: string | null;
  bound: 'least' | 'most' | null;
}

const bounds = [
  [
    'least',
    /(?:at least|minimum(?: of)?|no(?:t)? less than|more than|over|above|exceed\w*|no fewer than)$/i,
  ],
  [
    'most',
    /(?:at most|maximum(?: of)?|up to|no(?:t)? more than|less than|fewer than|under|below|within)$/i,
  ],
] as const;

function amountsIn(text: string): Amount[] {
  const tokens = tokensOf(withHanFigures(plainText(text)));
  const numbers = [...numbersIn(tokens), ...singles(tokens)];
  return numbers.map((number, position) => ({
    values: number.values,
    noun: nounOf(tokens, number, numbers[position + 1]),
    bound: boundBefore(tokens, number.from),
  }));
}

/** "a week" */
const singles = (tokens: readonly Token[]): NumberInText[] =>
  tokens.flatMap(({ text }, at) => {
    const unit = stemOf(tokens[at + 1]?.text.toLowerCase() ?? '');
    const isSingle = /^an?$/i.test(text) && unitNames.has(unit);
    return isSingle ? [{ values: [1], from: at, to: at + 1, inWords: true }] : [];
  });

function nounOf(
  tokens: readonly Token[],
  number: NumberInText,
  next?: NumberInText,
): string | null {
  const symbol =
    symbols[tokens[number.from - 1]?.text ?? ''] ?? symbols[tokens[number.to]?.text ?? ''];
  if (symbol !== undefined) return symbol;
  // "from 20 to 25 percent": both are percent.
  if (next?.from === number.to + 1 && /^(?:to|or|and|-)$/i.test(tokens[number.to]?.text ?? '')) {
    return nounOf(tokens, next);
  }
  for (let at = number.to; at < number.to + 4; at += 1) {
    const token = tokens[at];
    const word = token?.text.toLowerCase() ?? '';
    if (word === 'the' && tokens[at - 1]?.text === 'of') continue;
    if (token?.kind !== 'word' || small.has(word)) return null;
    if (dateWordOf(token.text) !== null) return null;
    // "three of twelve"
    if (numberWordOf(word) !== undefined) return null;
    if (!passed.has(word)) return units[stemOf(word)] ?? stemOf(word);
  }
  return null;
}

function boundBefore(tokens: readonly Token[], from: number): Amount['bound'] {
  const before = tokens
    .slice(Math.max(0, from - 4), from)
    .filter(({ text }) => symbols[text] === undefined)
    .map(({ text }) => text)
    .join(' ');
  // "no more than" before "more than".
  const most = bounds[1][1].test(before);
  if (most) return 'most';
  return bounds[0][1].test(before) ? 'least' : null;
}

/** Whether a number that was said is put to something else, or made the least where it was the most. */
export function countsOtherwise(statement: string, cited: string): boolean {
  const said = amountsIn(cited);
  return amountsIn(statement).some(({ values, noun, bound }) => {
    const same = said.filter((one) => one.values.some((value) => values.includes(value)));
    // "One of them" counts nothing in particular.
    if (same.length === 0 || values[0] === 1) return false;
    if (bound !== null && same.every((one) => one.bound !== null && one.bound !== bound))
      return true;
    if (noun === null || !same.every((one) => one.noun !== null && one.noun !== noun)) return false;
    // Another word for the same thing is no contradiction, where nothing else is counted by it.
    return (
      said.some((one) => one.noun === noun) ||
      (isUnit(noun) && same.some((one) => isUnit(one.noun)))
    );
  });
}

const unitNames = new Set(
  'percent dollar euro pound yen second minut hour day week month quarter year kilo kilometr metr mil million'.split(
    ' ',
  ),
);
const isUnit = (noun: string | null): boolean => noun !== null && unitNames.has(noun);

const dateBounds = [
  /\b(?:before|by|until|till|no later than|not later than|latest)\s+(?:the\s+)?(?:end of\s+)?$/i,
  /\b(?:after|from|since|starting|not before|no earlier than|as of)\s+(?:the\s+)?(?:end of\s+)?$/i,
] as const;

/** Whether what was to be before a day is said to be after it, or the other way round. */
export function turnsTime(statement: string, cited: string): boolean {
  const [claimed, said] = [boundsOfDays(statement), boundsOfDays(cited)];
  return [...claimed].some(
    ([day, side]) => side !== null && said.get(day) === (side === 0 ? 1 : 0),
  );
}

/** By day: 0 before it, 1 after it; null where it is said in both ways, or neither. */
function boundsOfDays(text: string): Map<string, 0 | 1 | null> {
  const found = new Map<string, 0 | 1 | null>();
  for (const { 0: word, index } of plainText(text).matchAll(/\p{L}+/gu)) {
    const day = dateWordOf(word);
    if (day === null) continue;
    const before = plainText(text).slice(Math.max(0, index - 30), index);
    const side = dateBounds[0].test(before) ? 0 : dateBounds[1].test(before) ? 1 : null;
    found.set(day, found.has(day) && found.get(day) !== side ? null : side);
  }
  return found;
}
