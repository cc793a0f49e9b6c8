import { newId, StageRun, type Meeting } from '@memo/entities';
import type { StageClaim } from '@memo/pipeline';
import type { ObjectStorage } from '@memo/storage';
import { buildMeeting, type UserScope } from '@memo/testing';
import type { KnownMeeting } from '@memo/testing/known-meeting';
import type { EntityManager } from 'typeorm';
import {
  transcribedSchema,
  type Recognized,
  type Prepared,
  type PreparedChunk,
} from '../src/recognition/stage-results.ts';

export interface GivenChunk extends Partial<Recognized> {
  startMs: number;
  endMs: number;
  side?: number;
  speech?: { startMs: number; endMs: number }[];
  rejectedAnswers?: number;
  givenTwice?: number;
  loops?: number;
  /** What was sent of it, where that is stored; none when not given. */
  audio?: PreparedChunk['audio'];
  /** False while it is still to be transcribed. */
  done?: boolean;
}

export interface TranscribedMeeting {
  meeting: Meeting;
  /** As the worker that transcribed a chunk holds it. */
  claimOf: (part: number) => StageClaim;
  /** Transcribes a chunk that was not done. */
  finish: (part: number) => Promise<void>;
}

interface Place {
  manager: EntityManager;
  storage: Pick<ObjectStorage, 'putText'>;
  scope: UserScope;
}

/** A meeting whose chunks were prepared and recognized as given, with the ledger and the objects to show for it. */
export async function buildTranscribed(
  { manager, storage, scope }: Place,
  given: GivenChunk[],
  { recordings, ...overrides }: Partial<Meeting> & { recordings?: Prepared['recordings'] } = {},
): Promise<TranscribedMeeting> {
  const meeting = await buildMeeting(manager, scope, { status: 'PROCESSING', ...overrides });
  const { id: meetingId, workspaceId, generation } = meeting;
  const { speakersExpected, languages } = meeting;
  const asked = { speakersExpected, languages };
  const run = { workspaceId, meetingId, generation };
  const durationMs = Math.max(...given.map(({ endMs }) => endMs));
  const chunks = given.map(({ side = null, startMs, endMs, speech, audio = null }, chunk) => {
    const span = { startMs, endMs };
    return { chunk, side, ...span, speech: speech ?? [span], audio };
  });
  const result: Prepared = {
    recordings: recordings ?? [{ side: null, durationMs, declaredMs: null }],
    chunks,
  };
  await manager.insert(StageRun, {
    ...{ id: newId(), ...run, stage: 'prepare', status: 'succeeded' },
    result: { ...result },
  });

  const results = await Promise.all(
    given.map(async ({ pieces = [], gaps = [], sources, ...counts }, part) => {
      const { rejectedAnswers = 0, loops = 0, givenTwice = 0 } = counts;
      const recognized: Recognized = {
        pieces,
        gaps,
        sources: sources ?? [{ provider: 'gemini', model: 'heard' }],
      };
      const recognizedKey = `meetings/audio/${meetingId}/heard-${generation}/chunk-${part}.json`;
      await storage.putText(recognizedKey, JSON.stringify(recognized), 'application/json');
      return transcribedSchema.encode({ recognizedKey, rejectedAnswers, loops, givenTwice });
    }),
  );
  const runIds = given.map(newId);
  for (const [part, { done = true }] of given.entries()) {
    await manager.insert(StageRun, {
      ...{ id: runIds[part] ?? '', ...run, stage: 'transcribe', part },
      ...(done ? { status: 'succeeded', result: results[part] ?? null } : {}),
    });
  }
  return {
    meeting,
    claimOf: (part) => {
      const held = {
        epoch: 1,
        attempts: 0,
        crashes: 0,
        ageMs: 0,
        waits: 0,
        waitingFor: null,
        waitingMs: 0,
        traceParent: null,
        material: {
          isShown: true,
          asked: { ...asked, provider: null, model: null },
          prepared: result,
        },
      };
      return { ...run, ...held, userId: 0, runId: runIds[part] ?? '', stage: 'transcribe', part };
    },
    finish: async (part) => {
      const done = { status: 'succeeded', result: results[part] ?? null } as const;
      await manager.update(StageRun, { id: runIds[part] ?? '' }, done);
    },
  };
}

/** What a chunk of a known meeting says, every chunk with names of its own for the people. */
export function recognizeChunk(
  { utterances, speakers, sides }: KnownMeeting,
  span: { startMs: number; endMs: number },
  chunk: number,
  side?: number,
): GivenChunk {
  const labelOf = (name: string) => `spk_${(speakers.indexOf(name) + chunk) % speakers.length}`;
  const said = utterances
    .filter(({ speaker }) => side === undefined || sides?.[speaker] === side)
    .flatMap(({ speaker, words }) => {
      const own = words
        .filter(({ startMs, endMs }) => startMs >= span.startMs && endMs <= span.endMs)
        .map(({ text, startMs, endMs }) => {
          return { text, startMs: startMs - span.startMs, endMs: endMs - span.startMs };
        });
      const [first, last] = [own[0], own.at(-1)];
      if (first === undefined || last === undefined) return [];
      const text = own.map((word) => word.text).join(' ');
      const times = { startMs: first.startMs, endMs: last.endMs };
      return [{ speaker: labelOf(speaker), text, ...times, words: own }];
    });
  return {
    ...span,
    ...(side === undefined ? {} : { side }),
    pieces: [{ ...span, utterances: said }],
  };
}
