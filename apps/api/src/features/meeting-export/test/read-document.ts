import { createRequire } from 'node:module';
import { extractText, getDocumentProxy } from 'unpdf';

// What the library packs its documents with unpacks them.
const ofDocx = createRequire(import.meta.resolve('docx'));

/** The parts of a Word document by path. */
export function unzip(bytes: ArrayBuffer): Record<string, string> {
  const { unzipSync } = ofDocx('fflate') as {
    unzipSync: (zip: Uint8Array) => Record<string, Uint8Array>;
  };
  const parts = unzipSync(new Uint8Array(bytes));
  return Object.fromEntries(
    Object.entries(parts).map(([path, part]) => [path, Buffer.from(part).toString()]),
  );
}

/** The text of an XML document, its entities resolved. @throws Error when its elements do not close in order. */
export function readXml(xml: string): string {
  const open: string[] = [];
  for (const [, closes, name = '', single] of xml.matchAll(/<(\/?)([\w:]+)(?:\s[^<>]*?)?(\/?)>/g)) {
    if (closes === '/') {
      if (open.pop() !== name) throw new Error(`</${name}> closes nothing`);
    } else if (single !== '/') open.push(name);
  }
  const text = xml.replace(/<[^<>]*>/g, '');
  const wrong = /[<>]|&(?!(?:amp|lt|gt|quot|apos);)|[^\t\n\r\x20-\ufffd\u{10000}-\u{10ffff}]/u;
  if (open.length > 0 || wrong.test(text)) throw new Error('The XML is not well-formed');
  const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
  return text.replace(/&(\w+);/g, (_, name: string) => entities[name] ?? '');
}

/** The text of a PDF, on one line, and how many pages it has. Of a long one, pages given by number. */
export async function readPdf(
  bytes: ArrayBuffer,
  pick?: (pages: number) => number[],
): Promise<{ pages: number; text: string }> {
  const pdf = await getDocumentProxy(new Uint8Array(bytes));
  const pages = pdf.numPages;
  if (pick === undefined) {
    const { text } = await extractText(pdf, { mergePages: true });
    return { pages, text: oneLine(text) };
  }
  const texts: string[] = [];
  for (const number of pick(pages)) {
    const { items } = await (await pdf.getPage(number)).getTextContent();
    texts.push(items.map((item) => ('str' in item ? item.str : '')).join(' '));
  }
  return { pages, text: oneLine(texts.join(' ')) };
}

/** How far from the right edge of its page the nearest text of a PDF ends, in points. */
export async function rightMargin(bytes: ArrayBuffer): Promise<number> {
  const pdf = await getDocumentProxy(new Uint8Array(bytes));
  let margin = Infinity;
  for (let number = 1; number <= pdf.numPages; number += 1) {
    const page = await pdf.getPage(number);
    const { width } = page.getViewport({ scale: 1 });
    const { items } = await page.getTextContent();
    for (const item of items) {
      if (!('str' in item) || item.str.trim() === '') continue;
      margin = Math.min(margin, width - (Number(item.transform[4]) + item.width));
    }
  }
  return margin;
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ');
