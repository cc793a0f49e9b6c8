import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Utterance } from '../types.ts';
import { voiceKey, type HeardVoice, type Voice } from '../speakers/voices.ts';
import type { VoiceSound } from './alone.ts';
import { inLineUp, pauseMs, type ClipInLineUp } from './clips.ts';
import { hearVoices, type AskAboutClips, type LineUpLimits } from './hear-voices.ts';

const minute = 60_000;
const limits: LineUpLimits = { mostMs: 5 * minute, longestMs: 24 * minute, mostPeople: 8 };

/** The people of each chunk, each under a label of its own there, who speak in three turns. */
function soundsOf(chunks: readonly (readonly number[])[]): (VoiceSound & { truly: number })[] {
  return chunks.flatMap((people, chunk) =>
    people.map((truly, index) => {
      const turn = (number: number) => {
        const startMs = chunk * 20 * minute + index * minute + number * 15_000;
        return { startMs, endMs: startMs + 9_000 };
      };
      const voice = { side: null, chunk, label: `spk_${(index + chunk) % people.length}` };
      return { voice, truly, stretches: [0, 1, 2].map(turn) };
    }),
  );
}

/** An engine that hears each clip as what `labelOf` says. */
function engine(labelOf: (clip: ClipInLineUp, index: number, asked: number) => string) {
  const asked: ClipInLineUp[][] = [];
  const ask: AskAboutClips = (clips) => {
    asked.push([...clips]);
    const said = clips.map((one, index): Utterance => {
      const speaker = labelOf(one, index, asked.length);
      return { speaker, text: 'Yes.', ...one.at, words: [] };
    });
    return Promise.resolve(said);
  };
  return {
    asked,
    ask,
    ms: () => asked.flat().reduce((sum, { at }) => sum + at.endMs - at.startMs + pauseMs, 0),
  };
}

const isTold = ({ among }: HeardVoice) => among.length === 1;

const groupsOf = (heard: readonly HeardVoice[]) =>
  [...Map.groupBy(heard.filter(isTold), ({ among }) => among[0]).values()]
    .map((own) => own.map(voiceKey).sort())
    .sort();

const trulyOf = (sounds: ReturnType<typeof soundsOf>) => {
  const people = new Map(sounds.map(({ voice, truly }) => [voiceKey(voice), truly]));
  return (voice: Voice) => people.get(voiceKey(voice)) ?? -1;
};

const meetings = (mostPeople: number) =>
  fc.array(fc.uniqueArray(fc.nat(mostPeople - 1), { minLength: 1, maxLength: 6 }), {
    minLength: 2,
    maxLength: 9,
  });

describe('voices in line-ups', () => {
  it('are told apart and together by an engine that hears them', async () => {
    await fc.assert(
      fc.asyncProperty(meetings(7), async (chunks) => {
        const sounds = soundsOf(chunks);
        const truly = trulyOf(sounds);
        const { ask } = engine(({ clip }, _, times) => `${(truly(clip.voice) + times) % 7}`);
        const heard = await hearVoices(sounds, { ...limits, mostMs: 60 * minute }, ask);
        expect(heard).toHaveLength(sounds.length);
        const expected = Map.groupBy(sounds, (sound) => sound.truly).values();
        expect(groupsOf(heard)).toEqual(
          [...expected].map((own) => own.map(({ voice }) => voiceKey(voice)).sort()).sort(),
        );
      }),
    );
  });

  it('of one chunk are never one person, whatever the engine says', async () => {
    const answers = fc.infiniteStream(fc.nat(3));
    await fc.assert(
      fc.asyncProperty(meetings(12), answers, async (chunks, stream) => {
        const { ask } = engine(() => `${stream.next().value ?? 0}`);
        const heard = await hearVoices(soundsOf(chunks), limits, ask);
        const told = heard.filter(isTold);
        const places = told.map(({ among, chunk }) => JSON.stringify([among, chunk]));
        expect(new Set(places).size).toBe(places.length);
        expect(new Set(heard.map(voiceKey)).size).toBe(heard.length);
      }),
    );
  });

  it('of more people than the engine tells apart are never taken for each other', async () => {
    await fc.assert(
      fc.asyncProperty(meetings(14), async (chunks) => {
        const sounds = soundsOf(chunks);
        const truly = trulyOf(sounds);
        const mostPeople = 6;
        const { ask, asked } = engine(({ clip }, _, times) => {
          // In order of first being heard; who comes when all labels are given gets one of them.
          const order = [...new Set(asked[times - 1]?.map((one) => truly(one.clip.voice)))];
          return `${order.indexOf(truly(clip.voice)) % mostPeople}`;
        });
        const heard = await hearVoices(
          sounds,
          { ...limits, mostPeople, mostMs: 600 * minute },
          ask,
        );
        for (const own of Map.groupBy(heard.filter(isTold), ({ among }) => among[0]).values()) {
          expect(new Set(own.map(truly)).size).toBe(1);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('are told the same whatever order an answer comes in', async () => {
    await fc.assert(
      fc.asyncProperty(meetings(5), fc.infiniteStream(fc.nat(4)), async (chunks, stream) => {
        const sounds = soundsOf(chunks);
        const labels = new Map<string, string>();
        const labelOf = ({ clip, at }: ClipInLineUp) => {
          const key = JSON.stringify([voiceKey(clip.voice), at.startMs]);
          labels.set(key, labels.get(key) ?? `${stream.next().value ?? 0}`);
          return labels.get(key) ?? '';
        };
        const { ask } = engine(labelOf);
        const backwards: AskAboutClips = async (clips) => (await ask(clips))?.toReversed() ?? null;
        const heard = await hearVoices(sounds, limits, ask);
        expect(groupsOf(await hearVoices(sounds, limits, backwards))).toEqual(groupsOf(heard));
      }),
    );
  });

  it('are all heard, in 4 % of a meeting of any length and not more than is allowed', async () => {
    for (const [chunks, people] of [
      [3, 2],
      [5, 4],
      [36, 6],
      [36, 7],
    ] as const) {
      const sounds = soundsOf(Array.from({ length: chunks }, () => [...Array(people).keys()]));
      const truly = trulyOf(sounds);
      const { ask, ms } = engine(({ clip }) => `${truly(clip.voice)}`);
      const mostMs = 0.04 * chunks * 20 * minute;
      const heard = await hearVoices(sounds, { ...limits, mostMs }, ask);
      expect(heard).toHaveLength(sounds.length);
      expect(ms()).toBeLessThanOrEqual(mostMs);
    }
  });

  it('are compared over several line-ups where one would be too long', async () => {
    const sounds = soundsOf(Array.from({ length: 12 }, () => [0, 1, 2]));
    const truly = trulyOf(sounds);
    const { ask, asked } = engine(({ clip }, _, times) => `${times}-${truly(clip.voice)}`);
    const longestMs = 2 * minute;
    const heard = await hearVoices(sounds, { ...limits, longestMs, mostMs: 20 * minute }, ask);
    expect(groupsOf(heard)).toHaveLength(3);
    expect(heard).toHaveLength(36);
    expect(asked.length).toBeGreaterThan(1);
    for (const clips of asked) expect(clips.at(-1)?.at.endMs).toBeLessThanOrEqual(longestMs);
  });
});

describe('a voice', () => {
  const chunks = [[0, 1], [0, 1], [1]];
  const first = soundsOf(chunks)[0]?.voice ?? { side: null, chunk: 0, label: '' };
  /** What is heard when one clip of the first voice is heard as somebody else, as often as said. */
  const heardWith = async (wrong: (asked: number, ofVoice: number) => boolean) => {
    const sounds = soundsOf(chunks);
    const truly = trulyOf(sounds);
    const { ask, asked } = engine(({ clip, at }, _, times) => {
      const own = asked[times - 1]?.filter((one) => voiceKey(one.clip.voice) === voiceKey(first));
      const position = own?.findIndex((one) => one.at === at) ?? -1;
      return position >= 0 && wrong(times, position) ? '1' : `${truly(clip.voice)}`;
    });
    const heard = await hearVoices(sounds, limits, ask);
    const told = heard.filter(isTold);
    const isFirstTold = told.some((voice) => voiceKey(voice) === voiceKey(first));
    return { isTold: isFirstTold, asked: asked.length, told: told.length };
  };

  it('whose clips disagree is heard once more, in other clips', async () => {
    expect(await heardWith((asked, position) => asked === 1 && position === 0)).toEqual({
      ...{ isTold: true, asked: 2, told: 5 },
    });
  });

  it('whose clips disagree again is nobody', async () => {
    expect(await heardWith((_, position) => position === 0)).toEqual({
      ...{ isTold: false, asked: 3, told: 4 },
    });
  });

  it('that is heard as somebody of its own chunk makes nobody of both and of those they were', async () => {
    const { isTold: isFirstTold, told } = await heardWith(() => true);
    expect(isFirstTold).toBe(false);
    expect(told).toBeLessThan(5);
  });
});

it('an engine without a usable answer tells nobody, and is not asked about other clips', async () => {
  const asked: unknown[] = [];
  const heard = await hearVoices(soundsOf([[0, 1], [0]]), limits, (clips) => {
    asked.push(clips);
    return Promise.resolve(null);
  });
  expect(heard).toEqual([]);
  expect(asked).toHaveLength(1);
});

it('a clip in which two speak is nobody', async () => {
  const sounds = soundsOf([[0], [0]]);
  const heard = await hearVoices(sounds, limits, (clips) =>
    Promise.resolve(
      clips.flatMap(({ at }) => {
        const middle = Math.round((at.startMs + at.endMs) / 2);
        const said = { text: 'Yes.', words: [] };
        return [
          { ...said, speaker: 'a', startMs: at.startMs, endMs: middle },
          { ...said, speaker: 'b', startMs: middle, endMs: at.endMs },
        ];
      }),
    ),
  );
  expect(heard).toEqual([]);
});

it('clips lie behind each other with pauses, and no voice follows itself', () => {
  const clips = soundsOf([[0, 1]]).flatMap(({ voice, stretches }) =>
    stretches.slice(0, 2).map((span) => ({ voice, ...span })),
  );
  const placed = inLineUp(clips);
  expect(placed.map(({ at }) => at.startMs)).toEqual([0, 9_600, 19_200, 28_800]);
  const labels = placed.map(({ clip }) => clip.voice.label);
  expect(labels).toEqual(['spk_0', 'spk_1', 'spk_0', 'spk_1']);
});
