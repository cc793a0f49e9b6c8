import { deedsIn, isNamed, marked, persons } from './deeds.ts';

/** Words with who said them. */
export interface Spoken {
  text: string;
  speaker: string;
}

/** Whose name nobody has given yet may have any. */
const isLabel = (names: readonly string[], speaker: string): boolean =>
  /^speaker\s?\d+$/i.test(names[Number(/\d+/.exec(speaker)?.[0])] ?? '');

/** Whether an English statement has somebody else do what its quote says. */
export function swapsParties(
  statement: string,
  quoted: readonly Spoken[],
  cited: string,
  speakers: readonly string[],
): boolean {
  const names = [...new Set(speakers)].sort((a, b) => b.length - a.length);
  const mentioned = marked(cited, names);
  const grounds = quoted.flatMap(({ text, speaker }) =>
    deedsIn(text, names).map((deed) => ({
      ...deed,
      speaker: `Speaker#${names.indexOf(speaker)}#`,
    })),
  );
  return deedsIn(statement, names).some((claim) => {
    const { verb, who, whom } = claim;
    if (persons.has(who) || who === 'other') return false;
    const same = grounds.filter((one) => one.verb === verb);
    const isAsSaid = same.some((one) => one.who === who && (whom === null || one.whom === whom));
    if (same.length === 0 || isAsSaid) return false;
    if (same.some((one) => one.who === whom && one.whom === who)) return true;
    return same.every((one) => {
      if (one.who === 'i') {
        const isOther = isNamed(who) && who !== one.speaker;
        return isOther && (who.startsWith('Speaker#') || !isLabel(names, one.speaker));
      }
      if (one.who === 'we') {
        const isElsewhere = who.startsWith('Speaker#') && !mentioned.includes(who);
        return isElsewhere && grounds.every(({ speaker }) => speaker !== who);
      }
      if (one.who === 'you') return who === one.speaker;
      if (one.who === 'other' || one.who === who) return false;
      if (isNamed(one.who) && isNamed(who)) return true;
      return one.who.startsWith('side') && who.startsWith('side');
    });
  });
}
