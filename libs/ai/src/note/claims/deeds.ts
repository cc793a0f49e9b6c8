import { isCommonWord } from '../facts/common-words.ts';
import { dateWordOf } from '../facts/dates.ts';
import { foldWord, plainText } from '../facts/plain-text.ts';
import { clausesOf } from './polarity.ts';
import { stemOf } from './stems.ts';

/** Who does what for whom: two of one side may be one, two of different sides are not. */
const sides: readonly string[] = [
  'customer client buyer purchaser',
  'supplier vendor seller provider',
  'landlord',
  'tenant',
  'employer',
  'employee',
  'doctor physician',
  'patient',
  'candidate applicant',
  'recruiter interviewer',
  'teacher',
  'student pupil',
  'contractor subcontractor',
  'agency',
  'bank',
  'insurer',
  'partner',
  'sales',
  'marketing',
  'legal lawyer',
  'finance accounting',
  'engineering',
  'operations',
  'procurement',
  'logistics',
  'manager',
];
const sideOf = new Map(
  sides.flatMap((side, at) =>
    side.split(' ').map((role): [string, string] => [role, `side ${at}`]),
  ),
);

/** Somebody in a clause, by side, by name or as "I", "we", "you". */
interface Party {
  who: string;
  at: number;
}

export interface Deed {
  verb: string;
  who: string;
  whom: string | null;
}

export const persons = new Set(['i', 'we', 'you']);
const others = new Set([
  'they',
  'he',
  'she',
  'it',
  'nobody',
  'somebody',
  'everyone',
  'everybody',
  'someone',
]);
const beForm = /^(?:is|are|was|were|be|been|being|gets|got)$/;

/** Names of speakers as one word each, so that a clause can be read word by word. */
export function marked(text: string, speakers: readonly string[]): string {
  return speakers.reduce((all, name, at) => {
    const [first = ''] = name.split(' ');
    const isFirstAlone =
      first !== name &&
      first.length > 2 &&
      speakers.filter((one) => one.split(' ')[0] === first).length === 1;
    const forms = [name, ...(isFirstAlone ? [first] : [])].map((form) => RegExp.escape(form));
    return all.replaceAll(
      new RegExp(`(?<![\\p{L}\\p{N}])(?:${forms.join('|')})(?![\\p{L}\\p{N}])`, 'giu'),
      `Speaker#${at}#`,
    );
  }, plainText(text));
}

const wordPattern = /Speaker#\d+#|[\p{L}\p{N}]+(?:'\p{L}+)*|,/gu;

function partyOf(word: string, isFirst: boolean): string | null {
  if (word.startsWith('Speaker#')) return word;
  const lower = word.toLowerCase();
  const pronoun = lower.replace(/'(?:ll|m|ve|re|d)$/, '');
  if (persons.has(pronoun)) return pronoun;
  if (others.has(pronoun)) return 'other';
  const side = sideOf.get(lower) ?? sideOf.get(lower.replace(/'?s$/, ''));
  if (side !== undefined) return side;
  const isName =
    /^\p{Lu}\p{Ll}+/u.test(word) &&
    dateWordOf(word) === null &&
    !(isFirst && isCommonWord(lower.replace(/'s$/, '')));
  return isName ? `name ${foldWord(word)}` : null;
}

/** Who is named in a clause; of a name of several words the last one counts, beside the name of a speaker none. */
function partiesOf(words: readonly string[]): Party[] {
  const parties: Party[] = [];
  for (const [at, word] of words.entries()) {
    const who = partyOf(word, at === 0);
    if (who === null) continue;
    const before = parties.at(-1);
    const goesOn = before?.at === at - 1 && isNamed(before.who) && who.startsWith('name');
    if (!goesOn) parties.push({ who, at });
    else if (before.who.startsWith('name')) parties.splice(-1, 1, { who, at });
    else before.at = at;
  }
  return parties;
}

/** Who does what in a text, as far as the words beside it say that. */
export function deedsIn(text: string, speakers: readonly string[]): Deed[] {
  return clausesOf(marked(text, speakers)).flatMap(({ text: clause }) => {
    const words = clause.match(wordPattern) ?? [];
    const parties = partiesOf(words);
    return words.flatMap((word, at): Deed[] => {
      if (!isVerbAt(words, parties, at)) return [];
      const verb = stemOf(word.toLowerCase());
      const before = parties.findLast((one) => one.at < at && !isBehindPreposition(words, one.at));
      const near = before === undefined || before.at < at - 6 ? null : before.who;
      const after = parties.find((one) => one.at > at && one.at < at + 5);
      const isPassive = beForm.test(words[beforeAdverbs(words, at)] ?? '') && !word.endsWith('ing');
      // Of a passive, the word before is who it is done to.
      if (isPassive) {
        return words[at + 1] === 'by' && after !== undefined
          ? [{ verb, who: after.who, whom: near }]
          : [];
      }
      const whom = after !== undefined && !isBehindPreposition(words, after.at) ? after.who : null;
      return near === null ? [] : [{ verb, who: near, whom }];
    });
  });
}

const auxiliary =
  /^(?:will|would|can|could|shall|should|must|may|might|do|does|did|has|have|had|is|are|was|were|be|been|being|to|and|then|i|we|you|they|he|she|it|who|please|\p{L}+'(?:ll|ve|re|m|d|s)|\p{L}+n't)$/iu;
const adverb =
  /^(?:\p{L}+ly|already|also|never|not|just|still|always|then|now|often|soon|even|both|all|first|once)$/iu;

/** Behind a subject, an auxiliary or nothing at all; what stands behind "the" or "of" is no verb. */
function isVerbAt(words: readonly string[], parties: readonly Party[], at: number): boolean {
  const word = words[at] ?? '';
  if (!/^\p{L}{3,}$/u.test(word) || auxiliary.test(word) || adverb.test(word)) return false;
  if (parties.some((one) => one.at === at)) return false;
  const before = beforeAdverbs(words, at);
  return (
    before < 0 ||
    words[before] === ',' ||
    auxiliary.test(words[before] ?? '') ||
    parties.some((one) => one.at === before)
  );
}

function beforeAdverbs(words: readonly string[], at: number): number {
  let before = at - 1;
  while (adverb.test(words[before] ?? '')) before -= 1;
  return before;
}

const preposition = /^(?:to|for|with|from|of|by|than|between)$/i;

const isBehindPreposition = (words: readonly string[], at: number): boolean =>
  preposition.test(words[at - 1] ?? '') ||
  (/^(?:the|a|our|your|their|his|her|my)$/i.test(words[at - 1] ?? '') &&
    preposition.test(words[at - 2] ?? ''));

export const isNamed = (who: string): boolean =>
  who.startsWith('name ') || who.startsWith('Speaker#');
