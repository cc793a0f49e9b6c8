import { voiceKey, type Voice } from '../speakers/voices.ts';
import type { HeardClips } from './hear-clips.ts';

/** A voice of which it is known who speaks. */
export interface ToldVoice extends Voice {
  person: number;
  /** How many clips of it were heard, all as this person. */
  clips: number;
}

/**
 * The people a line-up shows, beside those who are known: who is heard under the label of somebody known is that person,
 * who is heard under a label of their own is somebody new. Of a label that cannot be one person's nobody is told: two
 * voices of one chunk, two people who are known to be two, a known one whose clips disagree. The order of the voices
 * says nothing.
 * @param firstFree the number of somebody new; those of the known ones are smaller.
 */
export function findPeople(
  voices: readonly Voice[],
  { labelOf, unclear }: HeardClips,
  known: readonly ToldVoice[],
  firstFree = 0,
): ToldVoice[] {
  const knownKeys = new Set(known.map(voiceKey));
  const doubtful = new Set(
    [...Map.groupBy(known, ({ person }) => person).values()].flatMap((voices) => {
      const labels = new Set(voices.flatMap((voice) => labelOf.get(voiceKey(voice))?.label ?? []));
      const unsure = voices.flatMap((voice) => unclear.get(voiceKey(voice)) ?? []);
      return [...unsure, ...(labels.size > 1 ? labels : [])];
    }),
  );
  const heard = voices.flatMap((voice) => {
    const own = labelOf.get(voiceKey(voice));
    return own === undefined || knownKeys.has(voiceKey(voice)) ? [] : [{ voice, ...own }];
  });
  let nextPerson = firstFree;
  return [...Map.groupBy(heard, ({ label }) => label)].flatMap(([label, own]): ToldVoice[] => {
    const knownHere = known.filter((voice) => labelOf.get(voiceKey(voice))?.label === label);
    const people = new Set(knownHere.map(({ person }) => person));
    if (people.size > 1 || doubtful.has(label)) return [];
    const [person = nextPerson] = people;
    const others = known.filter((voice) => voice.person === person);
    if (meet([...own.map(({ voice }) => voice), ...others])) return [];
    if (person === nextPerson) nextPerson += 1;
    return own.map(({ voice, clips }) => ({ ...voice, person, clips }));
  });
}

/** Two labels of one chunk are two people. */
function meet(voices: readonly Voice[]): boolean {
  const chunks = voices.map(({ side, chunk }) => JSON.stringify([side, chunk]));
  return new Set(chunks).size < chunks.length;
}

/**
 * What several line-ups of the same voices say together, each with other known people in it: somebody known where one of
 * them heard that, somebody new where all of them did. Of two voices that one line-up heard as one person and another as
 * two neither is told.
 */
export function agreeOnPeople(lineUps: readonly ToldVoice[][], firstFree: number): ToldVoice[] {
  const [first = [], ...others] = lineUps;
  const isKnown = (person: number) => person < firstFree;
  const told = first.flatMap((voice) => {
    const elsewhere = others.map((heard) => heard.find((one) => voiceKey(one) === voiceKey(voice)));
    if (elsewhere.some((one) => one === undefined)) return [];
    return [{ voice, people: [voice.person, ...elsewhere.flatMap((one) => one?.person ?? [])] }];
  });
  const agrees = told.filter(({ people }) =>
    told.every((other) => {
      const same = people.filter((person, index) => person === other.people[index]).length;
      return same === 0 || same === people.length;
    }),
  );
  const persons = new Map<string, number>();
  let nextPerson = firstFree;
  return agrees.flatMap(({ voice, people }): ToldVoice[] => {
    const [somebody, ...more] = people.filter(isKnown);
    if (more.length > 0) return [];
    const key = JSON.stringify(people);
    const person = somebody ?? persons.get(key) ?? nextPerson++;
    persons.set(key, person);
    return [{ ...voice, person }];
  });
}

/** Who the clips of a voice that disagree were heard as; less than two people where it does not show. */
export function glimpsed(
  voice: Voice,
  { labelOf, unclear }: HeardClips,
  told: readonly ToldVoice[],
): number[] {
  const labels = unclear.get(voiceKey(voice)) ?? [];
  const people = labels.flatMap((label) => {
    const own = told.find((one) => labelOf.get(voiceKey(one))?.label === label);
    return own === undefined ? [] : [own.person];
  });
  return people.length === labels.length ? [...new Set(people)] : [];
}
