import { writeFileSync } from 'node:fs';
import { json } from 'node:stream/consumers';
import type { MeetingDocument } from '@memo/transcript';
import { renderDocx } from './docx.ts';
import { renderPdf } from './pdf.ts';
import { printable } from './printable.ts';

// A meeting comes in on stdin as JSON; the document of the form named goes out on stdout.
const form = process.argv[2];
const meeting = printable((await json(process.stdin)) as MeetingDocument);
const stdout = 1;
writeFileSync(stdout, form === 'pdf' ? renderPdf(meeting) : await renderDocx(meeting));
