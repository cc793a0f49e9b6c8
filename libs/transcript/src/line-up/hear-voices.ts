import { lengthOf } from '../coverage/spans.ts';
import type { Utterance } from '../types.ts';
import { voiceKey, type HeardVoice, type Voice } from '../speakers/voices.ts';
import type { VoiceSound } from './alone.ts';
import { chooseClips, inLineUp, soundingMs, type Clip, type ClipInLineUp } from './clips.ts';
import { hearClips } from './hear-clips.ts';
import { agreeOnPeople, findPeople, glimpsed, type ToldVoice } from './people.ts';

export interface LineUpLimits {
  /** What the line-ups may hold in all, in ms; more only where one short clip of each voice is more. */
  mostMs: number;
  /** The longest audio the engine takes. */
  longestMs: number;
  /** The most people it tells apart in one audio. */
  mostPeople: number;
}

/** Asks an engine about a recording of these clips: what it heard, or null where it has no usable answer. */
export type AskAboutClips = (clips: readonly ClipInLineUp[]) => Promise<Utterance[] | null>;

/** The rest is kept for voices that were not heard clearly: they are heard again, in other clips. */
const firstShare = 0.65;
const mostAgain = 3;

/**
 * With as many people as the engine tells apart, half of them and half a line-up of new voices are in each: a voice is
 * heard with either half, each time beside as much of what is known.
 */
const costOfLater = 4;

/**
 * Lets an engine compare the voices of one side: who is heard under one label is one person. Where one line-up cannot
 * hold them all, each next one has the people found so far in it, and so have the last ones, in which those that were not
 * heard clearly are heard again. Voices that are missing from what is returned, or may be
 * several people, could not be told.
 */
export async function hearVoices(
  sounds: readonly VoiceSound[],
  limits: LineUpLimits,
  ask: AskAboutClips,
): Promise<HeardVoice[]> {
  const used: Clip[] = [];
  let known: ToldVoice[] = [];
  const unsure = new Map<string, HeardVoice>();
  let people = 0;
  let leftMs = limits.mostMs;
  let most = mostVoices(sounds, limits.mostPeople);
  let isAnswered = true;

  const first = chooseClips(sounds, firstMs(sounds.length));
  const longestClipMs = Math.max(0, ...first.map((clip) => lengthOf([clip])));
  let unclear = await hearAll(sounds, first, true);
  for (let again = 0; again < mostAgain; again += 1) {
    const clips = fittingClips(unclear);
    const isHeardAgain = ({ voice }: VoiceSound) => clipsOf(clips, voice).length > 0;
    unclear = await hearAll(unclear.filter(isHeardAgain), clips, false);
  }
  const sure = known.map(({ person, ...voice }): HeardVoice => ({ ...voice, among: [person] }));
  const isSure = new Set(known.map(voiceKey));
  return [...sure, ...[...unsure].flatMap(([key, voice]) => (isSure.has(key) ? [] : [voice]))];

  /** What the first clips may take: the rest is spent again on people who are shown to later voices. */
  function firstMs(voices: number): number {
    const ownMs = limits.mostMs * firstShare;
    if (voices <= most) return ownMs;
    return (ownMs * voices) / (most + costOfLater * (voices - most));
  }

  /** @returns those that could not be told. */
  async function hearAll(
    voices: readonly VoiceSound[],
    clips: readonly Clip[],
    /** No voice is passed over because its first clips cost too much. */
    isFirst: boolean,
  ): Promise<VoiceSound[]> {
    let left = [...voices];
    const untold: VoiceSound[] = [];
    while (left.length > 0 && isAnswered) {
      const shown = groupsOf(shownAgain(), Math.max(1, Math.floor(most / 2)));
      const batch = takeBatch(left, clips, shown);
      const own = batch.flatMap(({ voice }) => clipsOf(clips, voice));
      const lineUps = shown.map((group) => [...group.flatMap((one) => one.clips), ...own]);
      const costMs = lineUps.reduce((sum, lineUp) => sum + soundingMs(lineUp), 0);
      const isPaidFor = costMs <= leftMs || (isFirst && known.length === 0);
      if (batch.length === 0 || !isPaidFor) return [...untold, ...left];
      leftMs -= costMs;
      const told = await hear(batch, lineUps);
      if (told === null) {
        most = limits.mostPeople;
        continue;
      }
      used.push(...own);
      known = [...known, ...told];
      people = Math.max(people, ...told.map(({ person }) => person + 1));
      const isTold = new Set(told.map(voiceKey));
      untold.push(...batch.filter(({ voice }) => !isTold.has(voiceKey(voice))));
      left = left.slice(batch.length);
    }
    return untold;
  }

  /** @returns null where the line-up may have more people in it than the engine can tell apart. */
  async function hear(batch: VoiceSound[], lineUps: Clip[][]): Promise<ToldVoice[] | null> {
    const voices = batch.map(({ voice }) => voice);
    const told: ToldVoice[][] = [];
    for (const lineUp of lineUps) {
      const placed = inLineUp(lineUp);
      const utterances = await ask(placed);
      isAnswered &&= utterances !== null;
      const clips = placed.map(({ clip, at }) => ({ voice: clip.voice, ...at }));
      const heard = hearClips(clips, utterances ?? []);
      const inIt = new Set(lineUp.map(({ voice }) => voiceKey(voice)));
      if (heard.labels >= limits.mostPeople && inIt.size > limits.mostPeople) return null;
      const knownInIt = known.filter((voice) =>
        known.some((one) => one.person === voice.person && inIt.has(voiceKey(one))),
      );
      const found = findPeople(voices, heard, knownInIt, people);
      told.push(found);
      if (lineUps.length > 1) continue;
      for (const voice of voices) {
        const among = glimpsed(voice, heard, [...known, ...found]);
        if (among.length > 1) unsure.set(voiceKey(voice), { ...voice, among, clips: 0 });
      }
    }
    return agreeOnPeople(told, people);
  }

  /** One voice of each person found so far, in the clips that showed it. */
  function shownAgain(): ShownVoice[] {
    return [...Map.groupBy(known, ({ person }) => person).values()].flatMap((voices) => {
      const [voice] = voices.toSorted((a, b) => b.clips - a.clips);
      return voice === undefined ? [] : [{ voice, clips: clipsOf(used, voice) }];
    });
  }

  function takeBatch(
    left: readonly VoiceSound[],
    clips: readonly Clip[],
    shown: readonly ShownVoice[][],
  ): VoiceSound[] {
    const room = most - Math.max(...shown.map((group) => group.length));
    let ms = Math.max(...shown.map((group) => soundingMs(group.flatMap((one) => one.clips))));
    const batch: VoiceSound[] = [];
    for (const sound of left) {
      ms += soundingMs(clipsOf(clips, sound.voice));
      if (ms > limits.longestMs || batch.length >= room) break;
      batch.push(sound);
    }
    return batch;
  }

  /** The second clips of as many voices as can still be paid for. */
  function fittingClips(voices: readonly VoiceSound[]): Clip[] {
    const others = { used, longestClipMs };
    const fresh = voices.filter((sound) => chooseClips([sound], Infinity, others).length > 0);
    const roomMs = leftMs - soundingMs(shownAgain().flatMap(({ clips }) => clips));
    for (let count = fresh.length; count > 0; count -= 1) {
      const clips = chooseClips(fresh.slice(0, count), roomMs, others);
      if (soundingMs(clips) <= roomMs) return clips;
    }
    return [];
  }
}

interface ShownVoice {
  voice: Voice;
  clips: Clip[];
}

function clipsOf(clips: readonly Clip[], voice: Voice): Clip[] {
  return clips.filter((clip) => voiceKey(clip.voice) === voiceKey(voice));
}

/** One group at the least, empty where there is nothing. */
function groupsOf<T>(items: readonly T[], size: number): T[][] {
  if (items.length <= size) return [[...items]];
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}

/**
 * How many voices one line-up may have. Mostly they are few people, each under many labels, and go into one; where a
 * chunk has nearly as many labels as the engine tells apart, there are no more voices in a line-up than that.
 */
function mostVoices(sounds: readonly VoiceSound[], mostPeople: number): number {
  const inChunks = Map.groupBy(sounds, ({ voice }) => voice.chunk).values();
  const atOnce = Math.max(0, ...[...inChunks].map((own) => own.length));
  return atOnce >= mostPeople - 1 ? mostPeople : Infinity;
}
