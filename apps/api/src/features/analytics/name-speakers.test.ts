import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { nameSpeakers, type SpeakerName } from './name-speakers.ts';
import { buildMetrics } from './test/build-metrics.ts';

const person = (id: string) => ({ id, full_name: id, company: null, designation: null });

const called = (key: string, name: string, profileId?: string): SpeakerName => ({
  key,
  name,
  profile: profileId === undefined ? null : person(profileId),
});

const twoSpeakers = buildMetrics(
  [
    { talkMs: 40_000, words: 100, turns: 2, questions: 1, monologueMs: 30_000 },
    { talkMs: 20_000, words: 20, turns: 1, questions: 2, monologueMs: 20_000 },
  ],
  120_000,
);

const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);

describe('metrics with names', () => {
  it('are as they were made, with a name and a person for each speaker', () => {
    const names = [called('S1', 'Jane', 'p1'), called('S2', 'Speaker2')];
    expect(nameSpeakers(twoSpeakers, names)).toEqual({
      ...twoSpeakers,
      speakers: [
        { ...twoSpeakers.speakers[0], name: 'Jane', profile: person('p1') },
        { ...twoSpeakers.speakers[1], name: 'Speaker2', profile: null },
      ],
    });
  });

  it('show two speakers of one name as one', () => {
    const named = nameSpeakers(twoSpeakers, [called('S1', 'Jane'), called('S2', 'Jane', 'p1')]);
    expect(named.speakers).toEqual([
      {
        key: 'S1',
        label: 'Speaker1',
        name: 'Jane',
        profile: person('p1'),
        talk_time_ms: 60_000,
        talk_share: 1,
        words: 120,
        words_per_minute: 120,
        turns: 3,
        longest_monologue_ms: 30_000,
        questions: 3,
      },
    ]);
    expect(named.activity).toEqual([
      { minute: 0, speech_ms: 60_000, speakers: { S1: 60_000 } },
      { minute: 1, speech_ms: 0, speakers: {} },
    ]);
  });

  it('do not guess between two people of one name', () => {
    const names = [called('S1', 'Jane', 'p1'), called('S2', 'Jane', 'p2')];
    expect(nameSpeakers(twoSpeakers, names).speakers).toMatchObject([{ profile: null }]);
  });

  it('keep the label of a speaker that is not there any more', () => {
    const [first, second] = nameSpeakers(twoSpeakers, [called('S1', '__proto__')]).speakers;
    expect([first?.name, second?.name]).toEqual(['__proto__', 'Speaker2']);
  });

  it('lose no time, no word and no share, whoever is merged with whom', () => {
    const talkers = fc.array(
      fc.record({
        talkMs: fc.nat({ max: 300_000 }),
        words: fc.nat({ max: 1_000 }),
        name: fc.constantFrom('A', 'B', 'C'),
      }),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(talkers, (given) => {
        const durationMs = sum(given.map(({ talkMs }) => talkMs)) + 1_000;
        const metrics = buildMetrics(given, durationMs);
        const names = given.map(({ name }, index) => called(`S${index + 1}`, name));
        const { speakers, activity } = nameSpeakers(metrics, names);
        const spoken = speakers.map(({ name }) => name);
        expect(new Set(spoken).size).toBe(spoken.length);
        for (const field of ['talk_time_ms', 'words', 'turns'] as const) {
          expect(sum(speakers.map((s) => s[field]))).toBe(
            sum(metrics.speakers.map((s) => s[field])),
          );
        }
        const shares = sum(speakers.map((s) => Math.round(s.talk_share * 10_000)));
        expect(shares).toBe(metrics.speech_ms > 0 ? 10_000 : 0);
        for (const { key, talk_time_ms: talkMs } of speakers) {
          expect(sum(activity.map((minute) => minute.speakers[key] ?? 0))).toBe(talkMs);
        }
      }),
    );
  });
});
