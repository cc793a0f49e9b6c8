import { cueTime } from '../clock.ts';
import { maxLineColumns } from './cue.ts';
import { cuesOf } from './cues.ts';
import type { SpokenSegment } from './document.ts';
import { nameColumns, nameInText } from './name-in-text.ts';
import { balanceLines } from './wrap-lines.ts';

// The libraries that are kept (subtitle, subsrt-ts) print a cue that is given its text and times and escape nothing.
// Cutting speech into cues and escaping are the work here; printing them takes a few lines.

/** A transcript as SubRip, a cue at a time. A name stands where another speaker begins. */
export function* srtOf(segments: readonly SpokenSegment[]): Generator<string> {
  let number = 0;
  let speaker: string | undefined;
  for (const cue of cuesOf(segments, { named: true })) {
    number += 1;
    const name = cue.speaker === speaker ? '' : cue.speaker;
    speaker = cue.speaker;
    const taken = Math.min(nameColumns(name), maxLineColumns);
    const [first = '', ...others] = balanceLines(cue.pieces, maxLineColumns, taken);
    // Where nothing has room beside a name it has its line to itself.
    const text = [[nameInText(name), first].filter(Boolean).join(' '), ...others].join('\n');
    const [from, to] = [cueTime(cue.startMs, ','), cueTime(cue.endMs, ',')];
    yield `${number}\n${from} --> ${to}\n${srtText(text)}\n\n`;
  }
}

/** SubRip has no escapes: what a player would take for a time line, a tag or a style is written with look-alikes. */
function srtText(text: string): string {
  return text
    .replaceAll('-->', '→')
    .replace(/<(?=\S)/g, '‹')
    .replace(/\{(?=\S)/g, '(');
}

/** A transcript as WebVTT, a cue at a time, with the speaker as the cue's voice. */
export function* vttOf(segments: readonly SpokenSegment[]): Generator<string> {
  yield 'WEBVTT\n\n';
  for (const cue of cuesOf(segments)) {
    const [from, to] = [cueTime(cue.startMs, '.'), cueTime(cue.endMs, '.')];
    const text = balanceLines(cue.pieces, maxLineColumns).map(escapeVtt).join('\n');
    const voice = cue.speaker === '' ? text : `<v ${escapeVtt(cue.speaker)}>${text}</v>`;
    yield `${from} --> ${to}\n${voice}\n\n`;
  }
}

/** With it the arrow of a time line is gone, too. */
const escapeVtt = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
