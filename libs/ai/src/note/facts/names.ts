import { isCommonWord } from './common-words.ts';
import { dateWordOf } from './dates.ts';
import { isFirstName } from './first-names.ts';
import type { Language } from './language.ts';
import { numberWordOf } from './number-words.ts';
import type { Token } from './tokens.ts';

/** What offices and files are called everywhere; nobody is. */
const generic = new Set(
  `CEO CTO CFO COO CIO CMO HR IT PR PM PO QA UX UI API APIs SDK KPI KPIs OKR OKRs ROI FAQ NDA SLA SLAs CRM ERP PDF CSV
  ETA ETD OK TBD TBA FYI ASAP EOD EOW AM PM TV USD EUR GBP CHF VAT URL ID IDs AI ML SQL VPN PC USB CV MVP POC RFP RFQ SOW
  R&D B2B B2C GDPR Q H FY VP SVP EVP MD Mr Mrs Ms Dr Prof I`.split(/\s+/),
);

/** German for whom a name follows, and for a time; nouns all the same. */
const beforeName = new Set(
  'herr herrn frau firma doktor dr prof professor kunde kundin kollege kollegin projekt familie'.split(
    ' ',
  ),
);
const notInNames = new Set([
  ...beforeName,
  ...'anfang mitte ende uhr prozent euro nachmittag vormittag abend morgen'.split(' '),
]);

/** Behind it stands what a person does, or nothing that a verb or an adjective would have. */
const predicate =
  /^(?:will|would|is|was|has|had|can|could|should|must|shall|may|might|does|did|and|or|'s|[\p{L}]+(?:s|ed))$/u;

/** What begins behind it may have its capital letter from that. */
const opens = /^[.!?…:;•*–—"“”„«»([{¿¡|>/]$/u;

const otherScript =
  /(?!\p{Script=Latin}|\p{Script=Cyrillic}|\p{Script=Greek}|\p{Script=Armenian}|\p{Script=Common}|\p{Script=Inherited})\p{L}/u;

const title = /^(?:dr|mr|mrs|ms|prof|st|sr|jr|hr|fr|sra|mme|mlle)$/i;

const isCapital = (text: string): boolean => /^[\p{Lu}\p{Lt}]/u.test(text);
/** iPhone, GitHub, ACME; in a text of capitals alone it says nothing. */
const hasInnerCapital = (text: string): boolean => /\p{L}.*\p{Lu}/u.test(text);

/** Names in unspaced scripts, by what is put behind them. */
const honoured =
  /(?<name>\p{Script=Han}{1,4}|\p{Script=Katakana}{2,}|\p{Script=Hangul}{2,4} ?)(?:さん|さま|様|氏|くん|ちゃん|先生|女士|小姐|씨)/gu;

/** A name that a text has, one word of it at a time. */
export interface NameInText {
  word: string;
  /** Its place among the tokens. */
  at: number;
}

/** The words of a text that name somebody or something, as far as its language shows that. Dates are none. */
export function namesIn(tokens: readonly Token[], language: Language): NameInText[] {
  const words = tokens.filter(({ kind, text }) => kind === 'word' && text.length > 1);
  const long = words.filter(({ text }) => text.length > 3);
  const isTitle =
    language === 'en' &&
    long.length > 1 &&
    long.filter(({ text }) => isCapital(text)).length > 0.8 * long.length;
  const isLoud = words.length > 2 && words.every(({ text }) => text === text.toUpperCase());
  return tokens.flatMap(({ text, kind }, at): NameInText[] => {
    if (kind !== 'word' || generic.has(text)) return [];
    if (text.length < 2) return isInitial(tokens, at) ? [{ word: text, at }] : [];
    const inner = !isLoud && hasInnerCapital(text.replace(/'\p{L}+$/u, ''));
    if (!isCapital(text) && !inner) return [];
    if (text.startsWith("I'") || dateWordOf(text) !== null) return [];
    const saysNothing = isTitle || isLoud || beginsSentence(tokens, at);
    const isName =
      inner ||
      (saysNothing ? isNameAtStart(tokens, at, language) : isNameWithin(tokens, at, language));
    return isName ? [{ word: text, at }] : [];
  });
}

/** The letters of H&M. */
const isInitial = (tokens: readonly Token[], at: number): boolean =>
  isCapital(tokens[at]?.text ?? '') &&
  [tokens[at - 1], tokens[at + 1]].some((token) => token?.text === '&' || token?.text === '+');

function beginsSentence(tokens: readonly Token[], at: number): boolean {
  const before = tokens[at - 1];
  // "Dr. Berg" is one.
  if (before?.text === '.' && title.test(tokens[at - 2]?.text ?? '')) return false;
  if (before === undefined || (before.kind === 'mark' && opens.test(before.text))) return true;
  // A dash between words, a point of a list, "1. " or "1) ".
  if (before.text === '-' || before.text === ')') return before.text === '-' ? before.spaced : true;
  return false;
}

function isNameAtStart(tokens: readonly Token[], at: number, language: Language): boolean {
  const text = tokens[at]?.text ?? '';
  const next = tokens[at + 1];
  const word = text.toLowerCase().replace(/'s?$/, '');
  if (language === 'en') {
    if (/'(?:ll|re|ve|d|t|m)$/.test(word) || numberWordOf(word) !== undefined) return false;
    const isCommon =
      isCommonWord(word) || (word.includes("'") && isCommonWord(word.replace(/'.*/, '')));
    if (!isCommon) return true;
    return isFirstName(word) && next?.kind === 'word' && predicate.test(next.text);
  }
  if (isFirstName(word)) return true;
  // Among words of another script.
  if (tokens.some((token) => otherScript.test(token.text))) return true;
  const isRun = next?.kind === 'word' && next.text.length > 1 && isCapital(next.text);
  return language === 'other' && isRun && dateWordOf(next.text) === null && !generic.has(next.text);
}

/** German writes all nouns like names: two of them in a row are one, and so is what follows a title. */
function isNameWithin(tokens: readonly Token[], at: number, language: Language): boolean {
  if (language !== 'de') return true;
  const word = tokens[at]?.text ?? '';
  if (isFirstName(word)) return true;
  if (!isGermanPart(tokens[at])) return false;
  if (beforeName.has(tokens[at - 1]?.text.toLowerCase() ?? '')) return true;
  let first = at;
  while (isGermanPart(tokens[first - 1]) && !beginsSentence(tokens, first - 1)) first -= 1;
  const before = tokens[first - 1];
  if (before !== undefined && isFirstName(before.text)) return true;
  const isRun = first < at || isGermanPart(tokens[at + 1]);
  return isRun && !determiner.test(before?.text ?? '');
}

const determiner =
  /^(?:d(?:er|ie|as|en|em|es)|[kmds]?ein(?:e[nmrs]?)?|im|am|zum|zur|vom|beim|ins|unsere?[nmrs]?|ihre?[nmrs]?)$/i;

const isGermanPart = (token: Token | undefined): boolean =>
  token?.kind === 'word' &&
  isCapital(token.text) &&
  !notInNames.has(token.text.toLowerCase()) &&
  dateWordOf(token.text) === null;

/** Names that are told by a title behind them, where there are no capital letters. */
export const honouredIn = (plain: string): string[] =>
  [...plain.matchAll(honoured)].flatMap(({ groups }) => groups?.name ?? []);
