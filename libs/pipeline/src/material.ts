import type { Stage } from '@memo/entities';
import { AppError } from '@memo/errors';

/** What a stage is made of: a claim brings it along, so that its worker need not ask for it. */
export interface StageMaterial {
  /** Whether the claim's generation is the one that is shown; else it is made beside that one. */
  isShown: boolean;
  /** As it was asked for with this generation of the meeting, else as the uploader said. */
  asked: {
    speakersExpected: number | null;
    /** BCP-47 codes; none lets the recognizer detect them. */
    languages: string[];
    /** No provider stands for the usual engine. */
    provider: string | null;
    model: string | null;
  };
  /** For `prepare`: those that are there, in order of side. */
  recordings?: { side: number; objectKey: string }[];
  /** For `transcribe` and `assemble`: what `prepare` left. */
  prepared?: unknown;
  /** For `assemble`: what `transcribe` left, in order of part. */
  transcribed?: unknown[];
}

const leftBy = (stage: Stage, run: string): string =>
  `FROM stage_runs AS earlier WHERE earlier.meeting_id = ${run}.meeting_id
      AND earlier.generation = ${run}.generation AND earlier.stage = '${stage}' AND earlier.status = 'succeeded'`;

const prepared = (run: string): string => `'prepared', (SELECT result ${leftBy('prepare', run)})`;

/** SQL: the `StageMaterial` of a run; null for stages that read what their meeting shows. */
export const materialOf = (
  run: string,
): string => `CASE WHEN ${run}.stage IN ('prepare', 'transcribe', 'assemble') THEN (
    SELECT jsonb_build_object('isShown', meetings.generation = ${run}.generation, 'asked', jsonb_build_object(
      'speakersExpected', CASE WHEN made.reprocess ? 'speakersExpected' THEN made.reprocess -> 'speakersExpected'
        ELSE to_jsonb(meetings.speakers_expected) END,
      'languages', coalesce(made.reprocess -> 'languages', meetings.languages),
      'provider', made.reprocess -> 'provider', 'model', made.reprocess -> 'model'))
    FROM meetings LEFT JOIN meeting_generations AS made ON made.meeting_id = meetings.id
      AND made.generation = ${run}.generation
    WHERE meetings.id = ${run}.meeting_id
  ) || CASE ${run}.stage
    WHEN 'prepare' THEN jsonb_build_object('recordings', (
      SELECT coalesce(jsonb_agg(jsonb_build_object('side', side, 'objectKey', object_key) ORDER BY side), '[]')
      FROM recordings WHERE recordings.meeting_id = ${run}.meeting_id AND recordings.state = 'stored'))
    WHEN 'transcribe' THEN jsonb_build_object(${prepared(run)})
    ELSE jsonb_build_object(${prepared(run)}, 'transcribed', (
      SELECT coalesce(jsonb_agg(result ORDER BY part), '[]') ${leftBy('transcribe', run)})) END END`;

/** @throws AppError `internal` for a stage whose claims bring none. */
export function requireMaterial({
  stage,
  material,
}: {
  stage: Stage;
  material: StageMaterial | null;
}): StageMaterial {
  if (material === null) throw new AppError('internal', `A claim of ${stage} brings no material.`);
  return material;
}
