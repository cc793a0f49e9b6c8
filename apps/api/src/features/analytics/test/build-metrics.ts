import { sharesOf, type MeetingMetrics } from '@memo/transcript';

export interface MeasuredSpeaker {
  talkMs: number;
  words?: number;
  turns?: number;
  questions?: number;
  monologueMs?: number;
}

const minuteMs = 60_000;

/** Metrics of speakers S1, S2 … who talk one after the other from the beginning, and of the silence after them. */
export function buildMetrics(speakers: MeasuredSpeaker[], durationMs: number): MeetingMetrics {
  const shares = sharesOf(speakers.map(({ talkMs }) => talkMs));
  const measured = speakers.map((speaker, index) => {
    const { talkMs, words = 0, turns = 1, questions = 0, monologueMs = talkMs } = speaker;
    return {
      key: `S${index + 1}`,
      label: `Speaker${index + 1}`,
      talk_time_ms: talkMs,
      talk_share: shares[index] ?? 0,
      words,
      words_per_minute: talkMs > 0 ? Math.round((words / talkMs) * 600_000) / 10 : 0,
      turns,
      longest_monologue_ms: monologueMs,
      questions,
    };
  });
  const speechMs = sum(speakers.map(({ talkMs }) => talkMs));
  const silenceMs = durationMs - speechMs;
  return {
    duration_ms: durationMs,
    speech_ms: speechMs,
    silence_ms: silenceMs,
    silence_share: durationMs > 0 ? Math.round((silenceMs / durationMs) * 10_000) / 10_000 : 0,
    overlap_ms: 0,
    words: sum(measured.map(({ words }) => words)),
    turns: sum(measured.map(({ turns }) => turns)),
    speakers: measured,
    activity: activityOf(speakers, durationMs),
  };
}

function activityOf(speakers: MeasuredSpeaker[], durationMs: number): MeetingMetrics['activity'] {
  const starts = speakers.map((_, index) => sum(speakers.slice(0, index).map((s) => s.talkMs)));
  return Array.from({ length: Math.ceil(durationMs / minuteMs) }, (_, minute) => {
    const talking = speakers.flatMap(({ talkMs }, index): [string, number][] => {
      const startMs = starts[index] ?? 0;
      const fromMs = Math.max(startMs, minute * minuteMs);
      const toMs = Math.min(startMs + talkMs, (minute + 1) * minuteMs);
      return toMs > fromMs ? [[`S${index + 1}`, toMs - fromMs]] : [];
    });
    return {
      minute,
      speech_ms: sum(talking.map(([, ms]) => ms)),
      speakers: Object.fromEntries(talking),
    };
  });
}

const sum = (values: number[]): number => values.reduce((total, value) => total + value, 0);
