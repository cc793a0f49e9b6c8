import {
  AlignmentType,
  BorderStyle,
  Document,
  Footer,
  HeadingLevel,
  LineRuleType,
  Packer,
  PageNumber,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
  WidthType,
  type FileChild,
  type IParagraphOptions,
  type IRunOptions,
} from 'docx';
import type { Printed, PrintableMeeting, Turn } from './printable.ts';

const quiet = '6B7280';
const accent = '1D4F91';
const amber = 'D98E04';

// Every Word has them; what stands in for a missing one is its choice.
const font = { ascii: 'Calibri', hAnsi: 'Calibri', cs: 'Arial', eastAsia: 'Microsoft YaHei' };

/** Word measures in twentieths of a point. */
const points = (count: number): number => count * 20;
const timeWidth = points(52);
const columns = [points(240), points(108), points(108)];

/** A meeting as a Word document. */
export async function renderDocx(meeting: PrintableMeeting): Promise<Buffer> {
  const document = new Document({
    title: meeting.title.text,
    creator: 'Memo',
    styles: {
      default: {
        document: {
          run: { font, size: 21, color: '1F2430' },
          paragraph: { spacing: { after: points(5), line: 276, lineRule: LineRuleType.AUTO } },
        },
        title: {
          run: { font, size: 44, bold: true, color: accent },
          paragraph: { spacing: { after: points(8), line: 240, lineRule: LineRuleType.AUTO } },
        },
        heading1: {
          run: { font, size: 27, bold: true, color: accent },
          paragraph: { spacing: { before: points(18), after: points(7) }, keepNext: true },
        },
      },
    },
    sections: [
      {
        footers: { default: footer(meeting.date) },
        children: [...head(meeting), ...note(meeting), ...transcript(meeting.turns)],
      },
    ],
  });
  return Packer.toBuffer(document);
}

function footer(date: string): Footer {
  const small: IRunOptions = { color: quiet, size: 16 };
  const pages = [PageNumber.CURRENT, ' / ', PageNumber.TOTAL_PAGES];
  return new Footer({
    children: [
      new Paragraph({
        alignment: AlignmentType.END,
        children: [
          new TextRun({ ...small, text: `${date}    ` }),
          new TextRun({ ...small, children: pages }),
        ],
      }),
    ],
  });
}

function* head(meeting: PrintableMeeting): Generator<FileChild> {
  yield paragraph(meeting.title, { heading: HeadingLevel.TITLE });
  const about: [string, string | null][] = [
    ['Date', meeting.date],
    ['Duration', meeting.duration],
    ['Participants', meeting.participants.join(', ')],
    ['Coverage', meeting.coverage],
  ];
  for (const [name, value] of about) {
    if (value === null || value === '') continue;
    yield new Paragraph({
      indent: { start: points(80), hanging: points(80) },
      tabStops: [{ type: 'left', position: points(80) }],
      spacing: { after: points(2) },
      children: [new TextRun({ text: `${name}\t`, color: quiet }), new TextRun({ text: value })],
    });
  }
  for (const warning of meeting.warnings) {
    yield new Paragraph({
      children: [new TextRun({ text: warning })],
      shading: { fill: 'FFF7E6' },
      border: { left: { style: BorderStyle.SINGLE, size: 18, space: 6, color: amber } },
      spacing: { before: points(4), after: points(4) },
    });
  }
}

function* note(meeting: PrintableMeeting): Generator<FileChild> {
  if (meeting.summary.length > 0) yield heading('Summary');
  for (const part of meeting.summary) yield paragraph(part);
  if (meeting.keyPoints.length > 0) yield heading('Key points');
  for (const point of meeting.keyPoints) yield paragraph(point, { bullet: { level: 0 } });
  if (meeting.actionItems.length === 0) return;
  yield heading('Action items');
  yield new Table({
    width: { size: columns.reduce((sum, width) => sum + width), type: WidthType.DXA },
    columnWidths: columns,
    borders: lines,
    rows: [
      new TableRow({
        tableHeader: true,
        children: ['Task', 'Who', 'When'].map((text, at) =>
          cell(at, paragraph({ text, rtl: false }, {}, { bold: true, color: quiet })),
        ),
      }),
      ...meeting.actionItems.map(
        ({ task, who, when }) =>
          new TableRow({
            cantSplit: true,
            children: [task, who, when].map((text, at) => cell(at, paragraph(text))),
          }),
      ),
    ],
  });
}

const none = { style: BorderStyle.NONE, size: 0, color: 'auto' };
const line = { style: BorderStyle.SINGLE, size: 4, color: 'D9DCE3' };
const lines = {
  top: none,
  left: none,
  right: none,
  insideVertical: none,
  bottom: line,
  insideHorizontal: line,
};

const cell = (column: number, content: Paragraph): TableCell =>
  new TableCell({
    children: [content],
    width: { size: columns[column] ?? 0, type: WidthType.DXA },
    margins: { top: points(3), bottom: points(1), left: 0, right: points(8) },
  });

function* transcript(turns: Turn[]): Generator<FileChild> {
  yield heading('Transcript');
  if (turns.length === 0) {
    const text = 'No words were recognised in this recording.';
    yield new Paragraph({ children: [new TextRun({ text, color: quiet })] });
  }
  for (const { speaker, rtl, lines: said } of turns) {
    // Kept with what is said, so that no name is left alone at the end of a page.
    yield paragraph(
      { text: speaker, rtl },
      { keepNext: true, indent: { start: timeWidth }, spacing: { before: points(8), after: 0 } },
      { bold: true, color: accent },
    );
    for (const { time, text } of said) {
      yield new Paragraph({
        bidirectional: rtl,
        indent: { start: timeWidth, hanging: timeWidth },
        tabStops: [{ type: 'left', position: timeWidth }],
        spacing: { after: points(3) },
        children: [
          new TextRun({ text: `${time}\t`, color: quiet, size: 17 }),
          new TextRun({ text, rightToLeft: rtl }),
        ],
      });
    }
  }
}

const heading = (text: string): Paragraph =>
  new Paragraph({ heading: HeadingLevel.HEADING_1, children: [new TextRun({ text })] });

const paragraph = (
  { text, rtl }: Printed,
  options: IParagraphOptions = {},
  run: IRunOptions = {},
): Paragraph =>
  new Paragraph({
    ...options,
    bidirectional: rtl,
    children: [new TextRun({ ...run, text, rightToLeft: rtl })],
  });
