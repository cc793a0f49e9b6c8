import { foldWord, plainText } from '../facts/plain-text.ts';

/** Words that take back what their sentence says, in languages whose sentences are not read word by word. */
const negators =
  /(?<![\p{L}\p{M}])(?:nicht|nie|niemals|kein(?:e[nmrs]?)?|keinesfalls|weder|no|nunca|jamás|ningun[oa]?|ningún|tampoco|ne|n'\p{L}+|pas|jamais|aucune?|non|mai|nessun[oa]?|não|nunca|nenhuma?|niet|geen|nooit|не|нет|ни|никогда|nie|inte|ikke|aldrig)(?![\p{L}\p{M}])/iu;
const negativeVerbs =
  /(?<![\p{L}])(?:ablehn\w*|abgelehnt|lehnt|lehnen|verweiger\w*|absag\w*|abgesagt|rechaz\w*|refus\w*|rejet\w*|rifiut\w*|recus\w*|weiger\w*|отказ\w*|отклон\w*|sondern|anstatt|sino|mais|aber|pero|ma|mas|maar|но|nur|solo|seulement|erst|bis|hasta|jusqu)(?![\p{L}])/iu;
const japaneseDenial =
  /(?:ない|ません|なかった|ず|ぬ)(?:です|でした|と|が|。|$)|(?:不|没|没有|无法|未)\p{Script=Han}/u;

const wordsOf = (text: string): string[] =>
  (plainText(text).match(/\p{L}[\p{L}\p{M}]{3,}/gu) ?? []).map((word) =>
    foldWord(word).slice(0, 5),
  );

const isDenied = (text: string): boolean => negators.test(text) || japaneseDenial.test(text);

/**
 * Whether a statement says the same as one short sentence with a negation more or less. What is not nearly the same is not
 * judged.
 */
export const deniesSentence = (statement: string, quoted: string): boolean =>
  quoted
    .split(/[,;:、，]\s*/u)
    .some((clause) => deniesClause(statement, clause) && !/[?？؟]/u.test(quoted));

function deniesClause(statement: string, quoted: string): boolean {
  if (isDenied(statement) === isDenied(quoted)) return false;
  if (negativeVerbs.test(statement) || negativeVerbs.test(quoted)) return false;
  const [claimed, said] = [wordsOf(statement), new Set(wordsOf(quoted))];
  if (claimed.length < 2 || said.size > 14) return false;
  const shared = claimed.filter((word) => said.has(word)).length;
  return shared >= 2 && shared >= 0.6 * claimed.length;
}
