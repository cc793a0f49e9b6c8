import { join } from 'node:path';
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import type { PrintableMeeting } from './printable.ts';

/** A meeting as a PDF. Fonts come from the system. @throws Error with what Typst found wrong. */
export function renderPdf(meeting: PrintableMeeting): Buffer {
  const directory = import.meta.dirname;
  const compiler = NodeCompiler.create({ workspace: directory });
  compiler.mapShadow(join(directory, 'meeting.json'), Buffer.from(JSON.stringify(meeting)));
  const compiled = compiler.compile({ mainFilePath: join(directory, 'meeting.typ') });
  if (compiled.result === null) {
    const problems = compiled.takeDiagnostics()?.shortDiagnostics ?? [];
    throw new Error(`Typst: ${JSON.stringify(problems)}`);
  }
  return compiler.pdf(compiled.result);
}
