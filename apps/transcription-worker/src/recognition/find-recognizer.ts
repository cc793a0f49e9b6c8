import type { SpeechEngines, SpeechRecognizer } from '@memo/ai';
import type { Database } from '@memo/entities';
import type { StageClaim } from '@memo/pipeline';
import { findHints } from './speech-hints.sql.ts';

/**
 * The engine that the claim's generation is made with.
 * @throws AppError `misconfigured` for one that cannot be reached any more.
 */
export type FindRecognizer = (
  claim: Pick<StageClaim, 'workspaceId' | 'meetingId' | 'generation'>,
) => Promise<SpeechRecognizer>;

export function createFindRecognizer(
  { rows }: Pick<Database, 'rows'>,
  engines: Pick<SpeechEngines, 'of'>,
): FindRecognizer {
  return async ({ workspaceId, meetingId, generation }) => {
    const asked = await rows({ workspaceId }).first(findHints, { meetingId, generation });
    return engines.of(asked ?? {});
  };
}
