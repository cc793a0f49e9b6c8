/** A speaker who may be one of others who spoke earlier; all are keys of the transcript. */
export interface SpeakerToMatch {
  key: string;
  candidates: readonly string[];
}

const task = `A recording was transcribed in pieces, one after the other, and every piece names its voices anew. So one person may stand in the transcript under several names. You are given samples of what each voice says, in order of time, not the whole.
For each voice of this list, say which one of "may_be" is the same person, or null:`;

const rules = `Rules.
- Judge by what was said alone: names that people give themselves or are called by, their role and company, what they promised, asked or worked on and come back to. That two voices talk about the same subject, are polite or use common words says nothing.
- Two people under one name cannot be told apart again, one person under two names can be made one later. When in doubt, same_as is null.
- same_as: one of the voice's own "may_be", or null.
- confidence: from 0 to 1, how sure it is that both are one person. 0.8 and more only where the words leave no reasonable doubt.
- because: the ids of the segments it rests on, of both voices.`;

/** The instructions for `match-speakers`. They hold nothing anybody said: keys are ours. */
export function matchSpeakersInstructions(
  speakers: readonly SpeakerToMatch[],
  speakersExpected: number | null,
): string {
  const list = speakers.map(({ key, candidates }) =>
    JSON.stringify({ speaker: key, may_be: candidates }),
  );
  return [[task, ...list].join('\n'), ...expected(speakersExpected), rules].join('\n\n');
}

function expected(count: number | null): string[] {
  if (count === null) return [];
  const people = count === 1 ? 'one person speaks' : `${count} people speak`;
  return [
    `Whoever uploaded the recording said that ${people} in it. Take it as a hint: it says nothing of who is who, and it may be wrong.`,
  ];
}
