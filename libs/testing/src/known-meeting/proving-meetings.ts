import { planMeeting } from './plan-meeting.ts';
import type { KnownMeeting, Span } from './types.ts';

export interface ProvingMeeting {
  /** For tables and test names. */
  name: string;
  /** Whether it is recorded as two files. */
  dual: boolean;
  plan: () => KnownMeeting;
}

/**
 * Meetings made of what goes wrong in transcripts of long recordings. Their lengths count in chunks: one of 95 minutes in
 * chunks of 20 lasts a quarter of that in chunks of 5.
 */
export function provingMeetings(chunkMinutes: number): ProvingMeeting[] {
  const minutesOf = (count: number): number => count * chunkMinutes;
  const span = (from: number, to: number): Span => ({
    startMs: Math.round(minutesOf(from) * 60_000),
    endMs: Math.round(minutesOf(to) * 60_000),
  });
  const named = (count: number, what: string) => `${Math.round(minutesOf(count))} minutes, ${what}`;
  return [
    {
      name: named(4.75, 'four speakers who fall silent for a chunk and return'),
      dual: false,
      // Cuts are due at 0.95, 1.9, 2.85 and 3.8 chunks.
      plan: () =>
        planMeeting({
          seed: 95,
          minutes: minutesOf(4.75),
          speakers: 4,
          absences: [
            { speaker: 1, ...span(0.9, 1.95) },
            { speaker: 2, ...span(1.85, 2.9) },
            { speaker: 3, ...span(2.8, 3.85) },
          ],
        }),
    },
    {
      name: named(2.25, 'an utterance through the cut'),
      dual: false,
      plan: () =>
        planMeeting({
          seed: 45,
          minutes: minutesOf(2.25),
          speakers: 2,
          through: [{ atMs: minutesOf(0.75) * 60_000, lengthMs: 80_000 }],
        }),
    },
    {
      name: named(2.25, 'two recordings, people talk into each other'),
      dual: true,
      plan: () =>
        planMeeting({
          ...{
            seed: 46,
            minutes: minutesOf(2.25),
            speakers: 4,
            sides: [0, 1, 1, 1],
            overlaps: 0.25,
          },
        }),
    },
    {
      name: named(2, 'an eighth of it dead silent'),
      dual: false,
      plan: () =>
        planMeeting({
          ...{ seed: 40, minutes: minutesOf(2), speakers: 3, silences: [span(0.85, 1.1)] },
        }),
    },
  ];
}

/**
 * Ninety-five minutes of four people, each away for twenty to thirty of them: in chunks of twenty, every cut has two or
 * three people on both its sides, and seldom the same ones.
 */
export function planLongAbsences(): KnownMeeting {
  const away = (speaker: number, from: number, to: number) => {
    return { speaker, startMs: from * 60_000, endMs: to * 60_000 };
  };
  return planMeeting({
    seed: 95,
    minutes: 95,
    speakers: 4,
    absences: [
      ...[away(0, 15, 44), away(1, 33, 62), away(2, 52, 81)],
      ...[away(3, 0, 23), away(3, 70, 90)],
    ],
  });
}
