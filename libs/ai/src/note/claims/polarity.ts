import { numberWordOf } from '../facts/number-words.ts';
import { sensesOf } from './stems.ts';

/** How a meaning is said: that it is so, that it is not, or that it may or should be. */
export interface Said {
  base: string;
  sign: 1 | -1;
  /** A question, a wish, a condition: nobody says that it is so. */
  isOpen: boolean;
  /** Whether anything is denied beside it. */
  isBesideDenial: boolean;
}

const sentence = /[^.?!;…。？！]+[.?!;…。？！]*/gu;
/** What begins here is denied, or not, by itself. */
const clauseBorder =
  /,\s+(?=(?:but|and|so|because|although|though|while|however|then|which|who|or|we|i|they|he|she|you|it|the|that's)\b)|\s+(?=(?:but|because|although|whereas|however)\s)|\s+(?=(?:and|so)\s+(?:we|i|they|he|she|you|it|the|then|that)\b)|\s[-–—]\s|:\s/gi;

const negators = new Set(
  `not never no cannot without nobody none nothing neither nor hardly barely rarely unable unwilling against lack lacks`.split(
    /\s+/,
  ),
);
/** Before "to" they deny what follows. */
const unwilling = /^(?:refus|declin|fail)(?:e|es|ed|s|ing)?$/;
const contracted = /n't$|^cant$|^dont$|^wont$|^isnt$|^doesnt$|^didnt$/;

/** What negation passes by on its way to what it denies. */
const passed = new Set(
  `to be been being is are was were am do does did will would can could shall should may might must have has had a an the
  any this that these those it its us we i you they he she him her them our your their my me really yet just going gonna
  ever even all so very quite too actually currently still also further of one more such other longer get got`.split(
    /\s+/,
  ),
);
/** Denied themselves, and with them what they are about. */
const raising = new Set(
  `think believe want wants wanted need needs needed plan plans planned sure able expect expects expected intend intends
  seem seems feel suppose willing ready possible likely allowed try tried manage managed give gives gave given make makes
  made take takes took taken offer offers offered do have has had decided decide find found see know say said`.split(
    /\s+/,
  ),
);
const endsScope = new Set(
  'about for in on at by from with as if when because than until before after unless since during per into over under between'.split(
    ' ',
  ),
);
/** A "no" or "not" that denies nothing that follows. */
const idiom =
  /\b(?:not only|not just|not to mention|why not|no matter|no doubt|no question|no worries|no longer than|no (?:later|earlier|more|less|fewer) than|not (?:later|earlier|more|less|fewer) than|(?:do not|don't|never) (?:forget|hesitate|worry)|can't wait|cannot wait|nothing but|if not|whether or not|or not|not least|not bad|(?:isn't|wasn't|not) that (?=(?:the|we|i|they|he|she|it|you|there)\b))\b/gi;
const upOrDown =
  /\b(?:go|goes|went|gone|going|is|are|was|were|come|comes|came)\s+(up|down)\b(?!\s+(?:for|to you|against))/gi;
/** What is denied here is said of something else in the same breath. */
const contrast =
  /\b(?:but (?:on|in|to|at|with|by|for|from|only|rather|instead|next|a|an|the)|instead|until|till|unless|before|rather|alone|enough|both|all|every|always|necessarily|fully|completely|entirely|exactly)\b/i;
const opens =
  /\b(?:should|need to|needs to|have to|has to|must|want|wants|wanted|wish|would|could|might|may|maybe|perhaps|if|whether|let's|let us|hope|hopes|please|can|unless|try|plan|plans|propose|suggest|suggests|going to|will|'ll)\b|\?\s*$/i;

interface Clause {
  text: string;
  isQuestion: boolean;
  /** Whether the sentence says of something else what it denies here. */
  isContrast: boolean;
}

export const clausesOf = (text: string): Clause[] =>
  (text.match(sentence) ?? []).flatMap((one) =>
    one
      .split(clauseBorder)
      .filter((clause) => clause.trim() !== '')
      .map((clause) => ({
        text: clause,
        isQuestion: /[?？]\s*$/u.test(one),
        isContrast: contrast.test(one),
      })),
  );

/** Words in lower case, with the marks between them. */
const piecesOf = (clause: string): string[] =>
  clause.toLowerCase().match(/[\p{L}\p{N}]+(?:'\p{L}+)*|[,]/gu) ?? [];

const doubled = /\b(?:without|unless|if|afford)\b/i;
const contentWord = /^\p{L}{3,}$/u;

/** What an English text says and what it denies, word by word. */
export function saidIn(text: string): Said[] {
  return clausesOf(text).flatMap(({ text: clause, isQuestion, isContrast }) => {
    const plain = clause
      .replaceAll(idiom, ' ')
      .replaceAll(upOrDown, (_, way: string) => (way.toLowerCase() === 'up' ? 'rose' : 'fell'));
    // "Couldn't we": asked, not denied.
    const isDenying = !isQuestion && !isContrast;
    const isOpen = isQuestion || opens.test(plain);
    const pieces = piecesOf(plain);
    const denials = pieces.filter((piece) => negators.has(piece) || contracted.test(piece));
    const isBesideDenial = denials.length > 0;
    // "We can't launch without approval": what is denied twice is not read.
    if (denials.length > 1 && doubled.test(plain)) return [];
    let scope = false;
    return pieces.flatMap((piece, at): Said[] => {
      if (piece === ',') {
        scope = false;
        return [];
      }
      const isNegator =
        negators.has(piece) ||
        contracted.test(piece) ||
        (unwilling.test(piece) && pieces[at + 1] === 'to');
      const isCarriedOn = scope;
      if (isNegator && !isInterjection(pieces, at)) scope = true;
      else if (endsScope.has(piece) && !/^(?:never|nor)$/.test(pieces[at - 1] ?? '')) scope = false;
      if (!contentWord.test(piece) || passed.has(piece) || endsScope.has(piece)) return [];
      if (numberWordOf(piece) !== undefined) return [];
      if (isNegator && !isCarriedOn && sensesOf(piece).length === 1) return [];
      const isDenied = isCarriedOn && isDenying;
      if (isCarriedOn && !isNegator && !raising.has(piece)) scope = false;
      return sensesOf(piece).map(({ base, sign }) => ({
        base,
        sign: isDenied ? (sign === 1 ? -1 : 1) : sign,
        isOpen,
        isBesideDenial,
      }));
    });
  });
}

/** "No, we accept" denies nothing of what follows. */
const isInterjection = (pieces: readonly string[], at: number): boolean =>
  pieces[at] === 'no' && (pieces[at + 1] === ',' || at === pieces.length - 1);

const negative =
  /\b(?:not|no|never|without|cannot|nobody|none|nothing|neither|nor|hardly|barely|lacks?|lacking|missing|absent|absence|instead|rather|against|only|except|too|unless|until|out of|short of|ran out|rejects?|rejected|refus\w+|declin\w+|den(?:y|ies|ied)|cancel\w*|postpon\w+|delay\w*|remov\w+|exclud\w+|avoid\w*|stop\w*|fail\w*|drop\w*|oppos\w+|object\w*|disput\w+|doubt\w*|block\w*|unable|unclear|un(?:available|willing|likely|certain|sure|happy)|impossible|risks?|concern\w*|worr\w+|question\w*|whether|problem\w*|zero|los[est]\w*|lost|yet|behind|late|overdue|outstanding|owed?s?|debts?|unknown)\b|n't\b/i;

/** Whether a statement has any word that takes something back: then it is not read as saying that something is so. */
export const isNegative = (statement: string): boolean => negative.test(statement);
