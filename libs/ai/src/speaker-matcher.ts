import { z } from 'zod';
import {
  generationSchema,
  type Generation,
  type LanguageModel,
  type SpokenSegment,
} from './language-model.ts';
import {
  matchSpeakersInstructions,
  type SpeakerToMatch,
} from './prompts/match-speakers-instructions.ts';
import { mostSpeakers, samplesOf } from './speaker-matcher-samples.ts';

/** A match below this is a guess: two people under one name cannot be told apart again. */
const leastConfidence = 0.8;

/** What `match-speakers` asks a language model for. */
export const speakerMatchesSchema = z.object({
  matches: z
    .array(
      z.object({
        speaker: z.string().describe('a voice of the list'),
        same_as: z.string().nullable().describe('the same person, one of may_be; null if unsure'),
        confidence: z.number().describe('0 to 1'),
        because: z.array(z.number().int()).describe('ids of the segments it rests on'),
      }),
    )
    .describe('one for each voice of the list'),
});
export type SpeakerMatches = z.infer<typeof speakerMatchesSchema>;

export const matchesGenerationSchema = generationSchema(speakerMatchesSchema);

export interface MatchSpeakersRequest {
  /** Speakers the overlaps of the chunks could not tell. */
  speakers: readonly SpeakerToMatch[];
  /** All that was said; the speakers are keys. */
  segments: readonly SpokenSegment[];
  speakersExpected: number | null;
}

/** One person under two keys. */
export interface SpeakerMatch {
  key: string;
  sameAs: string;
  /** 0.8 to 1. */
  confidence: number;
}

/** Tells by what was said which speakers are one person. */
export interface SpeakerMatcher {
  /** All that the answer depends on, so that the same one is not asked for twice. */
  question(request: MatchSpeakersRequest): unknown;
  /** The model's answer, good or bad, not yet judged. Fails like LanguageModel. */
  ask(request: MatchSpeakersRequest, signal: AbortSignal): Promise<Generation<SpeakerMatches>>;
  /** What of an answer can be taken: sure enough, one of the candidates, and resting on words of both that were shown. */
  judge(request: MatchSpeakersRequest, answer: SpeakerMatches): SpeakerMatch[];
}

export function createSpeakerMatcher(languageModel: LanguageModel): SpeakerMatcher {
  return {
    question: (request) => {
      const { provider, model } = languageModel;
      return { provider, model, ...promptOf(request) };
    },
    ask: (request, signal) =>
      languageModel.generate({
        task: 'match-speakers',
        ...promptOf(request),
        schema: speakerMatchesSchema,
        signal,
      }),
    judge: (request, { matches }) => {
      const asked = new Map(askedAbout(request).map(({ key, candidates }) => [key, candidates]));
      const shown = new Map(promptOf(request).segments.map(({ id, speaker }) => [id, speaker]));
      return matches.flatMap(({ speaker: key, same_as: sameAs, confidence, because }) => {
        if (sameAs === null || !asked.get(key)?.includes(sameAs)) return [];
        if (!(confidence >= leastConfidence && confidence <= 1)) return [];
        const said = new Set(because.map((id) => shown.get(id)));
        return said.has(key) && said.has(sameAs) ? [{ key, sameAs, confidence }] : [];
      });
    },
  };
}

function promptOf(request: MatchSpeakersRequest): {
  instructions: string;
  segments: SpokenSegment[];
} {
  const speakers = askedAbout(request);
  const keys = new Set(speakers.flatMap(({ key, candidates }) => [key, ...candidates]));
  return {
    instructions: matchSpeakersInstructions(speakers, request.speakersExpected),
    segments: samplesOf(request.segments, keys),
  };
}

/** The speakers of the request, without those who say least where there are too many. */
function askedAbout({ speakers, segments }: MatchSpeakersRequest): SpeakerToMatch[] {
  const talk = new Map<string, number>();
  for (const { speaker, startMs, endMs } of segments) {
    talk.set(speaker, (talk.get(speaker) ?? 0) + endMs - startMs);
  }
  const keys = new Set(speakers.flatMap(({ key, candidates }) => [key, ...candidates]));
  const byTalk = [...keys].sort((a, b) => (talk.get(b) ?? 0) - (talk.get(a) ?? 0));
  const sampled = new Set(byTalk.slice(0, mostSpeakers));
  return speakers.flatMap(({ key, candidates }) => {
    const known = candidates.filter((candidate) => sampled.has(candidate));
    return sampled.has(key) && known.length > 0 ? [{ key, candidates: known }] : [];
  });
}
