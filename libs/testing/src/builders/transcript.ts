import { newId, type Tenant } from '@memo/entities';
import { PartialTranscript, Transcript, TranscriptGeneration } from '@memo/entities/transcripts';
import { splitWords } from '@memo/transcript';
import type { EntityManager } from 'typeorm';

type Columns<T> = Partial<Omit<T, 'meeting'>>;

/** Which release's code wrote the row: 0.2.0 kept the times of words in segments, and no generations. */
export type TranscriptForm = 'old' | 'new';

/** A finished transcript: Speaker1, Speaker2 … (`S1`, `S2` …) say one of the texts each, in a second. */
export async function buildTranscript(
  manager: EntityManager,
  { workspaceId }: Tenant,
  meetingId: string,
  texts: readonly string[],
  overrides: Pick<Columns<Transcript>, 'segments' | 'coverage'> = {},
  form: TranscriptForm = 'new',
): Promise<void> {
  const { segments = segmentsOf(texts), coverage = null } = overrides;
  const columns = { workspaceId, meetingId, provider: 'test', model: 'test', coverage };
  if (form === 'old') {
    await manager.insert(Transcript, { id: newId(), ...columns, segments });
    return;
  }
  const apart = splitWords(segments);
  const generationId = newId();
  await manager.insert(TranscriptGeneration, {
    id: generationId,
    generation: 1,
    ...columns,
    ...apart,
  });
  await manager.insert(Transcript, {
    id: newId(),
    ...columns,
    generationId,
    segments: apart.segments,
    nextSegmentId: segments.length,
  });
}

/** The same of a transcript that is not finished: one chunk of three. */
export async function buildPartialTranscript(
  manager: EntityManager,
  { workspaceId }: Tenant,
  meetingId: string,
  texts: readonly string[],
  overrides: Columns<PartialTranscript> = {},
): Promise<void> {
  await manager.insert(PartialTranscript, {
    id: newId(),
    workspaceId,
    meetingId,
    generation: 1,
    segments: segmentsOf(texts),
    speakers: texts.map((_, index) => ({
      key: `S${index + 1}`,
      label: `Speaker${index + 1}`,
      side: null,
    })),
    chunksDone: 1,
    chunksTotal: 3,
    coveredMs: texts.length * 1_000,
    ...overrides,
  });
}

const segmentsOf = (texts: readonly string[]): Transcript['segments'] =>
  texts.map((text, id) => ({
    id,
    speakerKey: `S${id + 1}`,
    text,
    startMs: id * 1_000,
    endMs: id * 1_000 + 900,
    words: [],
  }));
