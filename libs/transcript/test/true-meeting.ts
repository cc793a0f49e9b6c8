import type { Dice } from './dice.ts';

export interface TrueWord {
  /** Its number in millionths: tells it apart whatever its spelling. */
  confidence: number;
  text: string;
  startMs: number;
  endMs: number;
}

export interface TrueUtterance {
  speaker: number;
  words: TrueWord[];
}

export interface TrueMeeting {
  durationMs: number;
  utterances: TrueUtterance[];
}

interface Plan {
  speakers: number;
  durationMs: number;
  uniqueWords: boolean;
  /** Stretches in which everyone speaks in turn from the first moment on: what was said before is over by then. */
  tables: { startMs: number; endMs: number }[];
}

const everyday =
  'the a to and of we you that it is in so yes no okay well then this have for on with do not know think can what just right'.split(
    ' ',
  );

/** Turns of one to forty words, now and then over each other, with pauses and interjections. */
export function trueMeeting(dice: Dice, plan: Plan): TrueMeeting {
  const utterances: TrueUtterance[] = [];
  let id = 0;
  let clockMs = dice.between(0, 2_000);
  let turn = 0;
  const busyUntil: number[] = [];

  const say = (
    speaker: number,
    fromMs: number,
    count: number,
    { calm, untilMs = Infinity }: { calm: boolean; untilMs?: number | undefined },
  ): number => {
    // Nobody talks over themselves.
    let at = Math.max(fromMs, busyUntil[speaker] ?? 0);
    const words: TrueWord[] = [];
    for (let index = 0; index < count; index += 1) {
      const length = Math.round(dice.between(120, 450));
      if (at + length > Math.min(plan.durationMs, untilMs)) break;
      const text = plan.uniqueWords ? `w${id}` : dice.oneOf(everyday);
      const startMs = Math.round(at);
      words.push({ confidence: id / 1e6, text, startMs, endMs: startMs + length });
      id += 1;
      at += length + (dice.chance(0.05) && !calm ? dice.between(300, 900) : dice.between(10, 120));
    }
    busyUntil[speaker] = at;
    if (words.length > 0) utterances.push({ speaker, words });
    return at;
  };

  while (clockMs < plan.durationMs) {
    const table = plan.tables.find(({ startMs, endMs }) => {
      return clockMs > startMs - 3_000 && clockMs < endMs;
    });
    turn = table === undefined ? dice.below(plan.speakers) : (turn + 1) % plan.speakers;
    const nextTable = plan.tables.find(({ startMs }) => startMs > clockMs);
    const fromMs = clockMs;
    if (table !== undefined) {
      clockMs = say(turn, fromMs, 4, { calm: true }) + 60;
      continue;
    }
    const untilMs = nextTable?.startMs;
    clockMs = say(turn, fromMs, 1 + dice.below(dice.chance(0.1) ? 120 : 25), {
      calm: false,
      untilMs,
    });
    if (plan.speakers > 1 && dice.chance(0.3)) {
      const other = (turn + 1) % plan.speakers;
      say(other, dice.between(fromMs, clockMs), 1 + dice.below(3), { calm: true, untilMs });
    }
    clockMs += dice.between(-300, dice.chance(0.1) ? 8_000 : 1_200);
    clockMs = Math.min(Math.max(clockMs, fromMs + 50), untilMs ?? Infinity);
  }
  return { durationMs: plan.durationMs, utterances };
}
