import { intersect, lengthOf, unite } from '../coverage/spans.ts';
import type { Span } from '../place.ts';
import type { Segment, Speaker } from '../types.ts';

/** What somebody said about a speaker. */
export interface GivenName {
  name: string | null;
  profileId: string | null;
}

interface Spoken<S> {
  segments: readonly Pick<Segment, 'speakerKey' | 'startMs' | 'endMs'>[];
  speakers: readonly S[];
}

/**
 * The names that speakers of a new transcript take over from an older one of the same recordings, by key. A speaker is
 * who most of its talk time was before, on its side; a speaker that was several people, or nobody with a name, gets
 * none.
 */
export function carryNames(
  before: Spoken<Pick<Speaker, 'key' | 'side'> & GivenName>,
  now: Spoken<Pick<Speaker, 'key' | 'side'>>,
): Map<string, GivenName> {
  const named = before.speakers.filter(
    ({ name, profileId }) => name !== null || profileId !== null,
  );
  const people = Map.groupBy(named, ({ side, name, profileId }) =>
    JSON.stringify([side, name, profileId]),
  );
  const spoke = [...people.values()].flatMap((speakers) =>
    speakers.slice(0, 1).map(({ side, name, profileId }) => {
      const keys = new Set(speakers.map(({ key }) => key));
      return { side, given: { name, profileId }, talk: talkOf(before.segments, keys) };
    }),
  );
  return new Map(
    now.speakers.flatMap(({ key, side }): [string, GivenName][] => {
      const talk = talkOf(now.segments, new Set([key]));
      const same = spoke.find(
        (person) =>
          person.side === side && lengthOf(intersect(person.talk, talk)) > lengthOf(talk) / 2,
      );
      return same === undefined ? [] : [[key, same.given]];
    }),
  );
}

function talkOf(segments: Spoken<unknown>['segments'], keys: ReadonlySet<string>): Span[] {
  return unite(segments.filter(({ speakerKey }) => keys.has(speakerKey)));
}
