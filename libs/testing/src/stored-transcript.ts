import { Transcript } from '@memo/entities/transcripts';
import { joinWords } from '@memo/transcript';
import type { EntityManager } from 'typeorm';

/** A meeting's finished transcript, word by word, without asking the product's own reader. */
export async function storedTranscript(
  manager: EntityManager,
  meetingId: string,
): Promise<Pick<Transcript, 'segments' | 'provider' | 'model' | 'coverage'>> {
  const where = { meetingId };
  const stored = await manager.findOneOrFail(Transcript, {
    where,
    relations: { generation: true },
  });
  const { segments, generation } = stored;
  return { ...stored, segments: generation ? joinWords(segments, generation.words) : segments };
}
