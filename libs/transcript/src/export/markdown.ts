import type { DocumentTask, MeetingDocument } from './document.ts';

/** A meeting as Markdown, a piece at a time. Whatever somebody wrote or said is text there, never markup. */
export function* markdownOf(meeting: MeetingDocument): Generator<string> {
  yield `# ${escapeMarkdown(meeting.title)}\n\n`;
  yield* itemsOf([
    ['Date', meeting.date],
    ['Duration', meeting.duration],
    ['Participants', meeting.participants.join(', ')],
    ['Coverage', meeting.coverage],
  ]);
  for (const warning of meeting.warnings) yield `> **Note:** ${escapeMarkdown(warning)}\n\n`;
  if (meeting.summary.length > 0) {
    yield '## Summary\n\n';
    for (const paragraph of meeting.summary) yield `${escapeMarkdown(paragraph)}\n\n`;
  }
  if (meeting.keyPoints.length > 0) {
    yield '## Key points\n\n';
    for (const point of meeting.keyPoints) yield `- ${escapeMarkdown(point)}\n`;
    yield '\n';
  }
  if (meeting.actionItems.length > 0) yield* tasksOf(meeting.actionItems);
  yield '## Transcript\n\n';
  for (const { time, speaker, text } of meeting.lines) {
    yield `**\\[${time}\\] ${escapeMarkdown(speaker)}:** ${escapeMarkdown(text)}\n\n`;
  }
}

function* itemsOf(items: [name: string, value: string | null][]): Generator<string> {
  for (const [name, value] of items) {
    if (value !== null && value !== '') yield `- **${name}:** ${escapeMarkdown(value)}\n`;
  }
  yield '\n';
}

function* tasksOf(tasks: DocumentTask[]): Generator<string> {
  yield '## Action items\n\n| Task | Who | When |\n| --- | --- | --- |\n';
  for (const { task, who, when } of tasks) {
    yield `| ${[task, who ?? '', when ?? ''].map(escapeMarkdown).join(' | ')} |\n`;
  }
  yield '\n';
}

/**
 * A text of one line so that Markdown shows it as it is, also the dialects that know tables, formulas, mentions and
 * addresses without brackets.
 */
export function escapeMarkdown(text: string): string {
  return (
    text
      .replace(/[\\`*_{}[\]<>()#|~$&@!^=]/g, '\\$&')
      // What begins a list or a rule, at the beginning alone.
      .replace(/^([-+])/, '\\$1')
      .replace(/^(\d+)([.)])/, '$1\\$2')
      // An address, a name for an emoji.
      .replaceAll('://', '\\://')
      .replace(/\b(www)\./gi, '$1\\.')
      .replace(/:(?=[a-z+][\w+-]*:)/gi, '\\:')
  );
}
