import { describe, expect, it } from '@jest/globals';
import { planMeeting } from './plan-meeting.ts';
import { createTruthfulMatcher } from './truthful-matcher.ts';

const meeting = planMeeting({ seed: 3, minutes: 10, speakers: 3, overlaps: 0.2 });

/** What the two people said in one half of the meeting, under names of that half. */
const linesOf = (half: 0 | 1, speakers: Record<string, string>) =>
  meeting.utterances
    .filter(({ startMs }) => startMs >= meeting.durationMs / 2 === (half === 1))
    .filter(({ speaker }) => speaker in speakers)
    .map(({ speaker, startMs, text }, index) => {
      const seconds = Math.floor(startMs / 1000);
      const clock = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
      return `[${half * 1000 + index}] (${clock}) ${speakers[speaker]}: ${text}`;
    });

const prompt = [
  '=== BEGINS ===',
  ...linesOf(0, { person1: 'S1', person2: 'S2' }),
  ...linesOf(1, { person3: 'S3', person2: 'S4', person1: 'S5' }),
].join('\n');
const instructions = ['S3', 'S4', 'S5']
  .map((speaker) => JSON.stringify({ speaker, may_be: ['S1', 'S2'] }))
  .join('\n');

const answerOf = (options = {}) =>
  createTruthfulMatcher(
    [planMeeting({ seed: 4, minutes: 10 }), meeting],
    options,
  )({ instructions, prompt })?.matches.map(({ speaker, same_as }) => [speaker, same_as]);

describe('a matcher that knows the truth', () => {
  it('names who really spoke, and nobody for somebody new', () => {
    expect(answerOf()).toEqual([
      ['S3', null],
      ['S4', 'S2'],
      ['S5', 'S1'],
    ]);
  });

  it('names somebody else when it is to be wrong', () => {
    expect(answerOf({ wrong: true })).toEqual([
      ['S3', 'S1'],
      ['S4', 'S1'],
      ['S5', 'S2'],
    ]);
  });

  it('points at lines of both, as sure as it is told to be', () => {
    const answer = createTruthfulMatcher([meeting], { confidence: 0.5 })({ instructions, prompt });
    const [, second] = answer?.matches ?? [];
    expect(second?.confidence).toBe(0.5);
    const pointedAt = second?.because.map((id) => prompt.match(`\\[${id}\\] \\S+ (S\\d)`)?.[1]);
    expect(pointedAt).toEqual(['S4', 'S2']);
  });

  it('leaves other questions to others', () => {
    const matcher = createTruthfulMatcher([meeting]);
    expect(matcher({ instructions: 'Summarize.', prompt })).toBeUndefined();
  });
});
