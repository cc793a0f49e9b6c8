import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startExports, type ExportFixture, type Said } from './test/export-fixture.ts';
import { readPdf, readXml, rightMargin, unzip } from './test/read-document.ts';

let fixture: ExportFixture;

beforeAll(async () => {
  fixture = await startExports();
});

afterAll(() => fixture.close());

describe('names and words in any script', () => {
  const said: Said[] = [
    ['S1', 'مرحبا بالجميع', 0, 3_000],
    ['S2', '日本市場について報告します', 4_000, 8_000],
    ['S3', 'Great 🎉', 9_000, 12_000],
    ['S4', 'שלום לכולם', 13_000, 15_000],
  ];
  const names = { S1: 'محمد', S2: '田中さくら', S3: 'Zoë 👩🏽‍💻', S4: 'דנה' };

  it('survive in every text', async () => {
    const id = await fixture.addTranscribed({ names, said });
    for (const format of ['srt', 'vtt', 'txt', 'md', 'json'] as const) {
      const text = await fixture.text(id, format);
      for (const [key, words] of said) {
        expect(text).toContain(words);
        expect(text).toContain(names[key as keyof typeof names]);
      }
    }
  });

  it('survive in a Word document, in which Arabic and Hebrew begin at the right', async () => {
    const id = await fixture.addTranscribed({ names, said });
    const parts = unzip(await (await fixture.download(id, 'docx')).arrayBuffer());
    const xml = parts['word/document.xml'] ?? '';
    const paragraphs = xml.match(/<w:p>.*?<\/w:p>/gs) ?? [];
    for (const [key, words] of said) {
      const paragraph = paragraphs.find((one) => one.includes(words)) ?? '';
      expect(paragraph.includes('<w:bidi/>')).toBe(key === 'S1' || key === 'S4');
      expect(readXml(xml)).toContain(names[key as keyof typeof names]);
    }
    expect(parts['word/styles.xml']).toContain('w:eastAsia="Microsoft YaHei"');
  });

  it('are drawn in a PDF by fonts that have them', async () => {
    const id = await fixture.addTranscribed({ names, said });
    const { text } = await readPdf(await (await fixture.download(id, 'pdf')).arrayBuffer());
    expect(text).toContain('日本市場について報告します');
    expect(text).toContain('田中さくら');
    expect(text).toContain('Great 🎉');
    // A PDF may hold Arabic in the order in which it is drawn.
    for (const word of ['مرحبا', 'שלום']) {
      expect([word, word.split('').reverse().join('')].some((one) => text.includes(one))).toBe(
        true,
      );
    }
  });
});

describe('words longer than a line', () => {
  it('stay on the page of a PDF, in every column, to their last letter', async () => {
    const word = `https://example.com/${'MWQ'.repeat(80)}END`;
    const id = await fixture.addTranscribed({
      columns: {
        title: word,
        participants: [word],
        summary: word,
        keyPoints: [{ text: word, segment_ids: [] }],
        actionItems: [{ task: word, assigned_to: word, due_date: word, segment_ids: [] }],
      },
      names: { S1: word },
      said: [['S1', word, 0, 5_000]],
    });
    const bytes = await (await fixture.download(id, 'pdf')).arrayBuffer();
    expect(await rightMargin(bytes.slice())).toBeGreaterThan(50);
    const { text } = await readPdf(bytes);
    expect(text.replace(/[\s\u200b]/g, '').match(/QEND/g)?.length).toBeGreaterThanOrEqual(9);
  });
});

describe('what somebody wrote or said is never markup', () => {
  const hostile =
    '#import "@preview/x:1.0.0": * #eval("1+1") $x^2$ *b* _i_ ]] \\ <script>alert(1)</script> --> **c** [l](javascript:x) & {\\an8}';
  const meeting = {
    columns: {
      title: hostile,
      participants: [hostile],
      summary: hostile,
      keyPoints: [{ text: hostile, segment_ids: [] }],
      actionItems: [{ task: hostile, assigned_to: hostile, due_date: hostile, segment_ids: [] }],
    },
    names: { S1: hostile },
    said: [['S1', hostile, 0, 5_000]] as Said[],
  };

  it('in a PDF: it stands there letter by letter', async () => {
    const id = await fixture.addTranscribed(meeting);
    const { text } = await readPdf(await (await fixture.download(id, 'pdf')).arrayBuffer());
    const bare = (some: string) => some.replace(/\s/g, '');
    // Title, participant, summary, point, task, who, when, speaker and what was said.
    expect(bare(text).split(bare(hostile)).length - 1).toBeGreaterThanOrEqual(7);
    expect(bare(text).match(/#eval\("1\+1"\)/g)?.length).toBeGreaterThanOrEqual(9);
  });

  it('in a Word document: its XML is well-formed and has every letter', async () => {
    const id = await fixture.addTranscribed(meeting);
    const parts = unzip(await (await fixture.download(id, 'docx')).arrayBuffer());
    for (const path of Object.keys(parts).filter((name) => name.endsWith('.xml'))) {
      const part = parts[path] ?? '';
      expect(() => readXml(part.replace(/^<\?xml.*?\?>/, ''))).not.toThrow();
    }
    expect(readXml(parts['word/document.xml'] ?? '').split(hostile)).toHaveLength(10);
  });

  it('in Markdown: every mark is escaped', async () => {
    const id = await fixture.addTranscribed(meeting);
    const text = await fixture.text(id, 'md');
    expect(text).not.toMatch(/(?<!\\)<|(?<!\\)\$|(?<!\\)_|\]\(/);
    expect(text).toContain('\\*\\*c\\*\\*');
  });

  it('in subtitles: no tag and no time line', async () => {
    const id = await fixture.addTranscribed(meeting);
    for (const format of ['srt', 'vtt'] as const) {
      const text = await fixture.text(id, format);
      expect(text).not.toContain('<script>');
      const lines = text.split('\n').filter((line) => line.includes('-->'));
      for (const line of lines)
        expect(line).toMatch(/^\d\d:\d\d:\d\d.\d{3} --> \d\d:\d\d:\d\d.\d{3}$/);
    }
  });
});
