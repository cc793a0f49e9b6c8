import type { MeetingMetrics } from '@memo/transcript';
import type { Interval } from './metrics.intervals.ts';
import type { SpeakerTalk } from './metrics.speakers.ts';

const minuteMs = 60_000;

/** Speech minute by minute over the whole recording; `speech` is when anyone talks, disjoint intervals. */
export function activityByMinute(
  speech: Interval[],
  talks: SpeakerTalk[],
  durationMs: number,
): MeetingMetrics['activity'] {
  const minutes = Math.ceil(durationMs / minuteMs);
  const talk = talks.map((one) => ({
    key: one.key,
    perMinute: msByMinute(one.talk, minutes),
  }));
  return msByMinute(speech, minutes).map((speechMs, minute) => {
    const talking = talk.map(({ key, perMinute }): [string, number] => [
      key,
      perMinute[minute] ?? 0,
    ]);
    const speakers = Object.fromEntries(talking.filter(([, ms]) => ms > 0));
    return { minute, speech_ms: speechMs, speakers };
  });
}

function msByMinute(disjoint: Interval[], minutes: number): number[] {
  const totals = new Array<number>(minutes).fill(0);
  for (const { startMs, endMs } of disjoint) {
    let fromMs = startMs;
    while (fromMs < endMs) {
      const minute = Math.floor(fromMs / minuteMs);
      const toMs = Math.min(endMs, (minute + 1) * minuteMs);
      totals[minute] = (totals[minute] ?? 0) + toMs - fromMs;
      fromMs = toMs;
    }
  }
  return totals;
}
