import type { GenerateHandler, GenerateRequest } from './types.ts';

interface ScriptedPoint {
  segment_ids: number[];
  /** The first of these segments, whole, when not given. */
  quote?: string;
}

/** A note as a test words it. */
export interface ScriptedNote {
  /** Text alone is one statement that rests on the first segment. */
  summary: string | (ScriptedPoint & { text: string })[];
  key_points?: (ScriptedPoint & { text: string })[];
  action_items?: (ScriptedPoint & {
    task: string;
    assigned_to: string | null;
    due_date: string | null;
  })[];
  title?: string;
  description?: string;
}

/** Answers whatever form of note is asked for with this one, each point quoting the transcript that was sent. */
export function answerNote(note: ScriptedNote): GenerateHandler {
  const { key_points: points = [], action_items: items = [] } = note;
  return ({ prompt, schema }) => {
    const said = segmentsOf(prompt);
    const quoting = <T extends ScriptedPoint>(point: T) => {
      return { quote: said.get(point.segment_ids[0] ?? -1) ?? 'Nobody said this.', ...point };
    };
    const statements =
      typeof note.summary === 'string'
        ? [{ text: note.summary, segment_ids: [...said.keys()].slice(0, 1) }]
        : note.summary;
    const answer: Record<string, unknown> = {
      summary: statements.map(quoting),
      key_points: points.map(quoting),
      action_items: items.map(quoting),
      same_tasks: [],
      title: note.title ?? 'A meeting',
      description: note.description ?? 'People talk.',
    };
    const { required = [] } = schema as { required?: string[] };
    return Object.fromEntries(required.map((field) => [field, answer[field]]));
  };
}

/** The lines of the transcript in a prompt: what was said, by segment id. */
export function segmentsOf(prompt: GenerateRequest['prompt']): Map<number, string> {
  const lines = prompt.matchAll(/^\[(\d+)\] \([\d:]+\) [^:\n]*: (.*)$/gm);
  return new Map([...lines].map(([, id = '', text = '']) => [Number(id), text]));
}
