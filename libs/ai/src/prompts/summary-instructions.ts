/** What the people of this meeting want from its summary. */
export interface SummaryWishes {
  /** The template's own words on how to summarize. */
  summaryPrompt: string | null;
  /** What the template wants extracted, one topic each. */
  keyPoints: string[];
  /** The same, asked for with this one upload. */
  customPoints: string | null;
}

const base = `You write the note of a recorded meeting from its transcript.
- Use only what the transcript says. Leave out what you are not sure of.
- summary: a few plain sentences on what was discussed and decided.
- key_points: the points worth remembering, each with the ids of the segments it rests on.
- action_items: what someone said they or another would do. assigned_to and due_date only if they were said, in the words that were said; otherwise null. Each with the ids of the segments it rests on.
- Answer in the language of the transcript.`;

/** The instructions for `summarize`, shaped by the template and the upload. */
export function summaryInstructions({
  summaryPrompt,
  keyPoints,
  customPoints,
}: SummaryWishes): string {
  const sections = [base];
  if (summaryPrompt !== null)
    sections.push(`How to summarize this kind of meeting:\n${summaryPrompt}`);
  const topics = customPoints === null ? keyPoints : [...keyPoints, customPoints];
  if (topics.length > 0) {
    sections.push(
      `Topics to look for, as key points if they came up:\n${topics.map((topic) => `- ${topic}`).join('\n')}`,
    );
  }
  return sections.join('\n\n');
}
