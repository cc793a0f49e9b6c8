import { isNegative, saidIn, type Said } from './polarity.ts';

/** Too general to say anything by itself. */
const empty = new Set(
  `be have do go get make take say tell see look use need want know think thing way time day week month year meeting team
  people they there then also very much many some each other more most well just about discus talk`.split(
    /\s+/,
  ),
);

/** What a statement rests on. */
export interface Ground {
  /** The sentences that its quote stands in. */
  quoted: string;
  /** What else is cited. */
  others: string;
  /** Whether the statement is something to be done: what is not so yet is its reason. */
  isTask?: boolean;
}

/** Whether an English statement says that something is so of which its quote says that it is not, or the other way round. */
export function deniesGround(
  statement: string,
  { quoted, others, isTask = false }: Ground,
): boolean {
  const claims = saidIn(statement.replaceAll(setApart, ' '));
  const [ground, around] = [saidIn(quoted), saidIn(others)];
  // What has not been done may still be.
  const isLater =
    isTask || isOpenStill.test(statement)
      ? !refusedToDo.test(quoted)
      : future.test(statement) && (isYet.test(quoted) || !refused.test(quoted));
  const takesBack = isNegative(statement);
  return claims.some(({ base, sign, isOpen }) => {
    if (empty.has(base) || has(claims, base, sign === 1 ? -1 : 1)) return false;
    const own = ground.filter((one) => one.base === base);
    if (own.length === 0 || own.some((one) => one.sign === sign)) return false;
    if (has(around, base, sign)) return false;
    if (isLater && sign === 1) return false;
    // Its own opposite, "rejected", is as plain as a negation; a noun beside some other such word is not.
    const isPlain = sign === -1 || !takesBack;
    if (!isPlain) return false;
    // "There was no backup", "the backup did not run".
    if (sign === -1 && (own.every((one) => one.isBesideDenial) || /\bonly\b/i.test(quoted)))
      return false;
    // That something should be done does not say that it is.
    if (sign === -1 && own.every((one) => one.isOpen) && !isOpen) return isWilled(quoted);
    return true;
  });
}

/** "this and not that": of which it is so, not whether. */
const setApart = /(?:,|\band|\bbut)\s+not\b/gi;
const future =
  /\b(?:will|'ll|going to|next|soon|later|tomorrow|plans? to|planned|by|on (?:mon|tues|wednes|thurs|fri|satur|sun)day)\b/i;
const isYet = /\byet\b|\b(?:haven't|hasn't|have not|has not)\b/i;
/** Says itself that it is not so yet. */
const isOpenStill = /\b(?:still|yet to|has to|have to|needs? to|to be done|outstanding)\b/i;
/** Nobody is to do it. */
const refusedToDo =
  /\b(?:won't|will not|not going to|never|shouldn't|should not|mustn't|must not|can't|cannot|can not|don't (?:want|need|do|have)|do not (?:want|need|do|have)|no need|not allowed|no way|refus\w+|not to)\b/i;
const refused =
  /\b(?:will|won't|going to|can't|cannot|can not|never|should|shouldn't|must|mustn't|don't|do not|doesn't|does not|not allowed|no way|'ll|refus\w+|think|wouldn't|couldn't)\b/i;

/** "We will accept" is denied by "they rejected it"; "should we accept?" is not. */
const isWilled = (quoted: string): boolean =>
  /\b(?:will|'ll|going to)\b/i.test(quoted) &&
  !/\?|\b(?:if|unless|maybe|might|would|could|should)\b/i.test(quoted);

const has = (all: readonly Said[], base: string, sign: Said['sign']): boolean =>
  all.some((one) => one.base === base && one.sign === sign);
