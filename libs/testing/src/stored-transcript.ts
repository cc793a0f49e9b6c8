import { Transcript } from '@memo/entities/transcripts';
import { joinWords } from '@memo/transcript';
import type { EntityManager } from 'typeorm';

/** A meeting's finished transcript, word by word, without asking the product's own reader. */
export async function storedTranscript(
  manager: EntityManager,
  meetingId: string,
): Promise<Pick<Transcript, 'segments' | 'provider' | 'model' | 'coverage'>> {
  const stored = await manager.findOneOrFail(Transcript, {
    where: { meetingId },
    relations: { generation: true },
  });
  const { segments, generation, provider, model, coverage } = stored;
  const worded = generation ? joinWords(segments, generation.words) : segments;
  return { segments: worded, provider, model, coverage };
}
