import type { Segment } from '@memo/transcript';
import { z } from 'zod';
import { answerOriginSchema } from './recognition.schema.ts';

/** A segment as a model reads it: the name people see in place of the speaker key. */
export interface SpokenSegment extends Pick<Segment, 'id' | 'text' | 'startMs' | 'endMs'> {
  speaker: string;
}

/** A kind of meeting, as a model may choose it. */
export interface TemplateChoice {
  id: string;
  title: string;
  description: string | null;
  /** What it listens for, one topic each. */
  keyPoints: string[];
}

export interface GenerateRequest<T> {
  /** What is wanted. Names the job for engines that do not read instructions. */
  task:
    | 'summarize'
    | 'summarize-parts'
    | 'suggest-title'
    | 'suggest-description'
    | 'suggest-template'
    | 'match-speakers'
    | 'check-support';
  /** What `suggest-template` chooses from, for engines that do not read instructions. */
  templates?: TemplateChoice[];
  /** Instructions for engines that read them. */
  instructions: string;
  segments: SpokenSegment[];
  /** The answer is validated against this; it is also what the model is asked to fill in. */
  schema: z.ZodType<T>;
  signal: AbortSignal;
}

/** An answer that was paid for, good or bad, as it is kept the moment it arrives. */
export const generationSchema = <T extends z.ZodType>(value: T) =>
  answerOriginSchema.extend({
    /** Null where it has a problem. */
    value: value.nullable(),
    /** Why it cannot be used; holds nothing that was said. Null where it can. */
    problem: z.string().nullable(),
    /** Elements of its lists that could not be read and are not in it; not given where there are none. */
    leftOut: z.number().int().exactOptional(),
  });
export type Generation<T> = z.infer<ReturnType<typeof generationSchema<z.ZodType<T>>>>;

/** Instructions + transcript + schema in, an object of that schema out. */
export interface LanguageModel {
  readonly provider: string;
  /** The model it asks for; part of what an answer depends on. */
  readonly model: string;
  /** Fails like SpeechRecognizer: a bad answer is returned with its problem and not thrown. */
  generate<T>(request: GenerateRequest<T>): Promise<Generation<T>>;
}
