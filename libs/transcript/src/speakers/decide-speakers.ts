import { areTwo, joinSpeakers, type SideSpeaker } from './side-speaker.ts';
import type { SpeakerDecision } from '../types.ts';

/** A speaker as the overlaps alone tell them. */
export interface KnownSpeaker {
  key: string;
  side: number | null;
  speaker: SideSpeaker;
}

/** Two speakers said to be one person. */
interface Bond {
  from: SideSpeaker;
  to: SideSpeaker;
  confidence: number;
}

/** Of two decisions that exclude each other, one this much surer holds; otherwise neither does. */
const clearlySurer = 0.1;

/**
 * Who each speaker is after the decisions, in whatever order these come. Left out are those that cannot hold: a
 * speaker of another side, a label or key that is not there. Where decisions contradict each other (two labels of one
 * chunk as one person, one label as two persons) all of them are left out, unless some are clearly surer.
 */
export function decideSpeakers(
  known: KnownSpeaker[],
  decisions: readonly SpeakerDecision[],
): (speaker: SideSpeaker) => SideSpeaker {
  const bonds = withoutConflicts(oneForEach(decisions.flatMap((one) => bondOf(known, one))));
  const people = known.map(({ speaker }) => reachable(speaker, bonds));
  const persons = new Map<SideSpeaker, SideSpeaker>();
  for (const [index, { speaker }] of known.entries()) {
    if (persons.has(speaker)) continue;
    const same = [...(people[index] ?? [])];
    const person = joinSpeakers([speaker, ...same.filter((one) => one !== speaker)], 'said');
    for (const one of same) persons.set(one, person);
  }
  return (speaker) => persons.get(speaker) ?? speaker;
}

function bondOf(known: KnownSpeaker[], decision: SpeakerDecision): Bond[] {
  const { side, chunk, label, speakerKey, confidence = 1 } = decision;
  const own = known.filter((candidate) => candidate.side === side);
  const from = own.find(({ speaker }) =>
    speaker.labels.some((one) => one.chunk === chunk && one.label === label),
  )?.speaker;
  const to = own.find(({ key }) => key === speakerKey)?.speaker;
  return from === undefined || to === undefined || from === to ? [] : [{ from, to, confidence }];
}

/** Nobody is two people, even where the two never spoke in one chunk. */
function oneForEach(bonds: Bond[]): Bond[] {
  return [...Map.groupBy(bonds, ({ from }) => from).values()].flatMap((own) => {
    const [best, ...others] = own.toSorted((a, b) => b.confidence - a.confidence);
    if (best === undefined) return [];
    const doubtful = others.some(
      ({ to, confidence }) => to !== best.to && confidence > best.confidence - clearlySurer,
    );
    return doubtful ? [] : [best];
  });
}

/** Without what makes one person of two speakers of a chunk. */
function withoutConflicts(bonds: Bond[]): Bond[] {
  const left = new Set(bonds.flatMap(({ from, to }) => [from, to]));
  const doubtful = new Set<Bond>();
  for (const speaker of left) {
    for (const other of reachable(speaker, bonds)) {
      if (other === speaker || !areTwo(speaker, other)) continue;
      const path = pathBetween(speaker, other, bonds);
      const least = Math.min(...path.map(({ confidence }) => confidence));
      for (const bond of path) if (bond.confidence < least + clearlySurer) doubtful.add(bond);
    }
  }
  return doubtful.size === 0 ? bonds : withoutConflicts(bonds.filter((b) => !doubtful.has(b)));
}

/** Everybody that bonds make one person with a speaker, themselves included. */
function reachable(speaker: SideSpeaker, bonds: Bond[]): Set<SideSpeaker> {
  return new Set(stepsFrom(speaker, bonds).keys());
}

function pathBetween(speaker: SideSpeaker, other: SideSpeaker, bonds: Bond[]): Bond[] {
  const steps = stepsFrom(speaker, bonds);
  const path: Bond[] = [];
  for (let at = other, step = steps.get(at); step; step = steps.get(at)) {
    path.push(step);
    at = step.from === at ? step.to : step.from;
  }
  return path;
}

/** Everybody who can be reached, with the last bond on the shortest way to them. */
function stepsFrom(speaker: SideSpeaker, bonds: Bond[]): Map<SideSpeaker, Bond | null> {
  const steps = new Map<SideSpeaker, Bond | null>([[speaker, null]]);
  // A map is walked in the order of insertion, through what is added on the way.
  for (const at of steps.keys()) {
    for (const bond of bonds) {
      const next = bond.from === at ? bond.to : bond.to === at ? bond.from : at;
      if (!steps.has(next)) steps.set(next, bond);
    }
  }
  return steps;
}
