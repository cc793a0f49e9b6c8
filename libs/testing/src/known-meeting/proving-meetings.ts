import { planMeeting } from './plan-meeting.ts';
import type { KnownMeeting, Span } from './types.ts';

export interface ProvingMeeting {
  /** For tables and test names. */
  name: string;
  /** Whether it is recorded as two files. */
  dual: boolean;
  plan: () => KnownMeeting;
}

const minutes = (from: number, to: number): Span => ({
  startMs: from * 60_000,
  endMs: to * 60_000,
});

/** What long recordings get wrong in transcripts, with chunks of 20 minutes. */
export const provingMeetings: readonly ProvingMeeting[] = [
  {
    name: '95 minutes, four speakers who fall silent for a chunk and return',
    dual: false,
    // Cuts are due at 19, 38, 57 and 76 minutes.
    plan: () =>
      planMeeting({
        seed: 95,
        minutes: 95,
        speakers: 4,
        absences: [
          { speaker: 1, ...minutes(18, 39) },
          { speaker: 2, ...minutes(37, 58) },
          { speaker: 3, ...minutes(56, 77) },
        ],
      }),
  },
  {
    name: '45 minutes, an utterance through the cut',
    dual: false,
    plan: () =>
      planMeeting({
        seed: 45,
        minutes: 45,
        speakers: 2,
        through: [{ atMs: 15 * 60_000, lengthMs: 80_000 }],
      }),
  },
  {
    name: '45 minutes, two recordings, people talk into each other',
    dual: true,
    plan: () =>
      planMeeting({ seed: 46, minutes: 45, speakers: 4, sides: [0, 1, 1, 1], overlaps: 0.25 }),
  },
  {
    name: '40 minutes, five of them dead silent',
    dual: false,
    plan: () => planMeeting({ seed: 40, minutes: 40, speakers: 3, silences: [minutes(17, 22)] }),
  },
];
