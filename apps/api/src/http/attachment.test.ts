import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { attachment } from './attachment.ts';

const header = (title: string) =>
  attachment({ title, fallback: 'meeting_0197a1b2', extension: '.mp3' });

/** Both names in the header; fails for anything but the one form it may have. */
function namesIn(value: string): [ascii: string, utf8: string] {
  const form =
    /^attachment; filename="([ !#-$&-.0-9;=@-[\]-{}~]+)"; filename\*=UTF-8''([\w!#$&+.^`|~%-]+)$/;
  const [, ascii = '', utf8 = ''] = form.exec(value) ?? [];
  return [ascii, decodeURIComponent(utf8)];
}

describe('the name a download is saved under', () => {
  it.each([
    ['Q4 Sales Review', 'Q4 Sales Review', 'Q4 Sales Review'],
    ['会议', 'meeting_0197a1b2', '会议'],
    ['Über Zoë', 'Uber Zoe', 'Über Zoë'],
    ['Launch 🎉', 'Launch _', 'Launch 🎉'],
    ['Let’s "go"', 'Let_s go', 'Let’s go'],
    ["it's 100% (done)", "it's 100_ (done)", "it's 100% (done)"],
    ['../../etc/passwd', 'etc passwd', 'etc passwd'],
    ['C:\\Windows\\a', 'C Windows a', 'C Windows a'],
    ['a\r\nSet-Cookie: b=c', 'a Set-Cookie b=c', 'a Set-Cookie b=c'],
    ['a"; filename="b.exe', 'a ; filename= b.exe', 'a ; filename= b.exe'],
    ['.hidden ', 'hidden', 'hidden'],
    ['CON', '_CON', '_CON'],
    ['turned\u202e3pm.exe', 'turned 3pm.exe', 'turned 3pm.exe'],
    ['half \ud800', 'half _', 'half \ufffd'],
    ['a／b', 'a_b', 'a／b'],
    [' ... ', 'meeting_0197a1b2', 'meeting_0197a1b2'],
    ['"/"', 'meeting_0197a1b2', 'meeting_0197a1b2'],
  ])('keeps a title as far as it is safe: %j', (title, ascii, utf8) => {
    expect(namesIn(header(title))).toEqual([`${ascii}.mp3`, `${utf8}.mp3`]);
  });

  it('is cut between characters, and keeps its extension', () => {
    const [, utf8] = namesIn(header('👩🏽🇨🇭é'.normalize('NFD').repeat(100)));
    expect(utf8).toMatch(/^(👩🏽🇨🇭e\u0301)+(👩🏽(🇨🇭)?)?\.mp3$/u);
    expect(Buffer.byteLength(utf8)).toBeLessThan(200);
  });

  it('has one form, whatever the title', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (title) => {
        const [ascii, utf8] = namesIn(header(title));
        expect(ascii).toMatch(/^[^.].*\.mp3$/);
        expect(utf8).toMatch(/^[^.][^/\\]*\.mp3$/u);
        expect(Buffer.byteLength(utf8)).toBeLessThan(200);
      }),
    );
  });
});
