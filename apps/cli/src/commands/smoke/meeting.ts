import { z } from 'zod';

const point = z.object({
  segment_ids: z.array(z.number()),
  quote: z.string().nullable(),
});

/** What is looked at of a meeting; the API sends more. */
export const meetingSchema = z.object({
  id: z.string(),
  title: z.string(),
  status: z.enum(['PENDING', 'PROCESSING', 'COMPLETED', 'FAILED']),
  progress: z.object({ stage: z.string(), percent: z.number(), note: z.string().nullable() }),
  error: z.object({ message: z.string() }).nullable(),
  transcription: z.array(z.object({ id: z.number(), text: z.string() })),
  coverage: z.object({ speech_ms: z.number(), share: z.number() }).nullable(),
  summary: z.string().nullable(),
  summary_points: z.array(point),
  key_point_items: z.array(point),
  action_items: z.array(point),
});

export type Meeting = z.output<typeof meetingSchema>;

/** Of a recording of clear speech. */
const leastShare = 0.8;

/** @returns what is said of it. @throws Error where it does not say what it covers, or covers too little. */
export function checkTranscript({ transcription, coverage }: Meeting): string {
  const words = transcription.flatMap(({ text }) => text.split(/\s+/).filter(Boolean)).length;
  if (words === 0) throw new Error('The transcript has no words.');
  if (coverage === null) throw new Error('The transcript does not say what it covers.');
  const percent = `${Math.round(coverage.share * 100)} %`;
  if (coverage.share < leastShare) {
    throw new Error(`The transcript covers ${percent} of the speech alone.`);
  }
  return `${words} words, ${percent} of ${Math.round(coverage.speech_ms / 1000)} s of speech`;
}

/** @returns what is said of it. @throws Error where a statement rests on words that nobody said. */
export function checkNote(meeting: Meeting): string {
  const { summary, summary_points, key_point_items, action_items, transcription } = meeting;
  const points = [...summary_points, ...key_point_items, ...action_items];
  if (summary === null || points.length === 0) throw new Error('There is no note.');
  const texts = new Map(transcription.map(({ id, text }) => [id, text]));
  for (const { quote, segment_ids: ids } of points) {
    const said = folded(ids.map((id) => texts.get(id) ?? '').join(' '));
    if (quote === null || !said.includes(folded(quote))) {
      throw new Error(`The note quotes "${quote ?? ''}", which its segments do not say.`);
    }
  }
  return `${points.length} statements, each with words that were said`;
}

const folded = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();
