import { intersect, lengthOf, subtract, unite } from '../coverage/spans.ts';
import { placeChunk, spansOf, type Span } from '../place.ts';
import type { Voice } from '../speakers/voices.ts';
import type { TranscribedPart, Utterance } from '../types.ts';

/** Where one voice may be cut from, on the recording's clock. */
export interface VoiceSound {
  voice: Voice;
  /** Stretches of one turn each in which nobody else is heard, or the nearest to that there is. */
  stretches: Span[];
}

/** A pause within a turn; what is behind a longer one may be somebody else whom nobody recognized. */
const longestPauseMs = 800;
/** Kept away from the words of others: they begin earlier and end later than they are said to. */
const othersMs = 150;
/** Kept around the own words, where there is room. */
const marginMs = 60;
/** An engine knows least who speaks where its audio begins and ends. */
const edgeMs = 2_000;
/** Of a clip that is loud enough this much is above the threshold of silence. */
const loudShare = 0.6;
/** Less says nothing about a voice. */
export const shortestClipMs = 700;

/**
 * Where each label of each part is heard alone. A label that is never alone, or only near an edge or in a whisper, has
 * what comes nearest: none is passed over that speaks for 0.7 s.
 * @param sound of the recording: where it is loud enough to be heard, in order.
 */
export function findAlone(parts: readonly TranscribedPart[], sound: readonly Span[]): VoiceSound[] {
  return parts.flatMap((part) => {
    const utterances = placeChunk(part);
    const labels = [...new Set(utterances.map(({ speaker }) => speaker))];
    return labels.flatMap((label): VoiceSound[] => {
      const own = utterances.filter(({ speaker }) => speaker === label);
      const others = utterances.filter(({ speaker }) => speaker !== label);
      const inner = { startMs: part.startMs + edgeMs, endMs: part.endMs - edgeMs };
      const isLoud = (span: Span) =>
        lengthOf(intersect(sound, [span])) >= loudShare * lengthOf([span]);
      const alone = turnsOf(own, unite(others.flatMap(spansOf).map(widened)));
      const inside = alone.flatMap((turn) => intersect([turn], [inner]));
      const stretches = [inside.filter(isLoud), inside, alone, turnsOf(own, [])]
        .map((turns) => turns.filter((turn) => lengthOf([turn]) >= shortestClipMs))
        .find((turns) => turns.length > 0);
      const voice = { side: part.side, chunk: part.chunk, label };
      return stretches === undefined ? [] : [{ voice, stretches }];
    });
  });
}

/** Parts of turns that have nothing of the others in them, cut between words where these have times. */
function turnsOf(own: readonly Utterance[], others: readonly Span[]): Span[] {
  return own
    .flatMap((utterance) => {
      const sound = spansOf(utterance);
      const clear = utterance.words.length === 0 ? subtract(sound, others) : sound.filter(isClear);
      return runsOf(clear);
    })
    .map((run) => subtract([grown(run)], others)[0] ?? run);

  function isClear(span: Span): boolean {
    return lengthOf(intersect([span], others)) === 0;
  }

  /** Words that follow each other with nothing but a short pause between them. */
  function runsOf(words: readonly Span[]): Span[] {
    const runs: Span[] = [];
    for (const word of words.toSorted((a, b) => a.startMs - b.startMs)) {
      const last = runs.at(-1);
      const between = { startMs: last?.endMs ?? -Infinity, endMs: word.startMs };
      const goesOn = between.endMs - between.startMs <= longestPauseMs && isClear(between);
      if (last !== undefined && goesOn) last.endMs = Math.max(last.endMs, word.endMs);
      else runs.push({ ...word });
    }
    return runs;
  }
}

const widened = ({ startMs, endMs }: Span): Span => {
  return { startMs: startMs - othersMs, endMs: endMs + othersMs };
};

const grown = ({ startMs, endMs }: Span): Span => {
  return { startMs: Math.max(0, startMs - marginMs), endMs: endMs + marginMs };
};
