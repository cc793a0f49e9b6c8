import type { MetricsOfPeople } from './name-speakers.ts';
import type { MobileMetrics } from './meeting-analytics.schemas.ts';

const shownSpeakers = 5;
const maxPoints = 30;

/** The few numbers and the short series a phone shows. */
export function toMobileMetrics(metrics: MetricsOfPeople, actionItemCount: number): MobileMetrics {
  const byTalkTime = metrics.speakers.toSorted((a, b) => b.talk_time_ms - a.talk_time_ms);
  const rest = byTalkTime.slice(shownSpeakers);
  const { perPoint, points } = compress(
    metrics.activity.map((minute) => minute.speech_ms),
    maxPoints,
  );
  return {
    duration_ms: metrics.duration_ms,
    speech_share: metrics.duration_ms > 0 ? toShare(metrics.speech_ms / metrics.duration_ms) : 0,
    words: metrics.words,
    turns: metrics.turns,
    questions: sum(metrics.speakers.map((speaker) => speaker.questions)),
    action_item_count: actionItemCount,
    speakers: byTalkTime.slice(0, shownSpeakers).map((speaker) => ({
      name: speaker.name,
      talk_share: speaker.talk_share,
      talk_time_ms: speaker.talk_time_ms,
      words_per_minute: speaker.words_per_minute,
    })),
    others:
      rest.length === 0
        ? null
        : {
            count: rest.length,
            talk_share: toShare(sum(rest.map((speaker) => speaker.talk_share))),
            talk_time_ms: sum(rest.map((speaker) => speaker.talk_time_ms)),
          },
    activity: { minutes_per_point: perPoint, speech_ms: points },
  };
}

/**
 * At most `max` sums of `perPoint` neighbours each, in order; the last may be of fewer. `perPoint` is as small as that
 * allows, so a short series stays as it is.
 */
export function compress(values: readonly number[], max: number) {
  const perPoint = Math.max(1, Math.ceil(values.length / max));
  const points = Array.from({ length: Math.ceil(values.length / perPoint) }, (_, index) =>
    sum(values.slice(index * perPoint, (index + 1) * perPoint)),
  );
  return { perPoint, points };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** To 4 places, as all shares. */
function toShare(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
