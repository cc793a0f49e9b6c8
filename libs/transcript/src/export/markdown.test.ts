import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { plainTextOf, type MeetingDocument } from './document.ts';
import { escapeMarkdown, markdownOf } from './markdown.ts';
import { oneLine, readsRightToLeft } from './one-line.ts';

const meeting: MeetingDocument = {
  title: 'Q4 Review',
  date: '24 June 2025, 14:30 UTC',
  duration: '12:05',
  participants: ['Ann', '会议'],
  coverage: null,
  warnings: ['Part is missing.'],
  summary: ['All went well.'],
  keyPoints: ['Revenue rose.'],
  actionItems: [{ task: 'Write | it', who: 'Ann', when: null }],
  lines: [{ time: '0:15', speaker: 'Ann', text: 'Hello.' }],
};

it('a meeting in plain text is what it is, its note, then a line for each segment', () => {
  expect([...plainTextOf(meeting)].join('')).toBe(
    'Q4 Review\n24 June 2025, 14:30 UTC\nDuration: 12:05\nParticipants: Ann, 会议\nNote: Part is missing.\n\n' +
      'Summary\nAll went well.\n\nKey points\n- Revenue rose.\n\n' +
      'Action items\n- Write | it (who: Ann)\n\nTranscript\n[0:15] Ann: Hello.\n',
  );
});

it('a meeting in Markdown has its note, its tasks as a table and its transcript', () => {
  expect([...markdownOf(meeting)].join('')).toBe(`# Q4 Review

- **Date:** 24 June 2025, 14:30 UTC
- **Duration:** 12:05
- **Participants:** Ann, 会议

> **Note:** Part is missing.

## Summary

All went well.

## Key points

- Revenue rose.

## Action items

| Task | Who | When |
| --- | --- | --- |
| Write \\| it | Ann |  |

## Transcript

**\\[0:15\\] Ann:** Hello.

`);
});

describe('text in Markdown', () => {
  it.each([
    ['# no heading', '\\# no heading'],
    ['**bold** _it_ `code`', '\\*\\*bold\\*\\* \\_it\\_ \\`code\\`'],
    ['<script>alert(1)</script>', '\\<script\\>alert\\(1\\)\\</script\\>'],
    ['[a](javascript:x)', '\\[a\\]\\(javascript:x\\)'],
    ['1. first', '1\\. first'],
    ['- item', '\\- item'],
    ['$x$ | y', '\\$x\\$ \\| y'],
    ['see https://evil.example', 'see https\\://evil.example'],
    ['at 10:30:15, well-known', 'at 10:30:15, well-known'],
    ['&lt;b', '\\&lt;b'],
  ])('has its marks escaped: %s', (text, escaped) => {
    expect(escapeMarkdown(text)).toBe(escaped);
  });

  it('is the same text without its backslashes, and every mark has one', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        const escaped = escapeMarkdown(text);
        expect(escaped.replace(/\\([!-/:-@[-`{-~])/g, '$1')).toBe(text);
        expect(escaped.replace(/\\[\\-~]|\\[!-/:-@[-`{-~]/g, '')).not.toMatch(
          /[\\`*_{}[\]<>#|~$&@]/,
        );
      }),
    );
  });
});

it.each([
  ['مرحبا hello', true],
  ['123 שלום', true],
  ['hello مرحبا', false],
  ['🎉', false],
])('the text %s reads from the right: %s', (text, expected) => {
  expect(readsRightToLeft(text)).toBe(expected);
});

it('a text on one line has no control characters and turns nothing around', () => {
  expect(oneLine(' a\u0001\tb\r\n\u202ec\u2066d\ud800 ')).toBe('a b cd\ufffd');
});
