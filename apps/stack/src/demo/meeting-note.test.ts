import { describe, expect, it } from '@jest/globals';
import pc from 'picocolors';
import { meetingNote } from './meeting-note.ts';
import type { Meeting } from './meeting.ts';

const style = { width: 72, colors: pc.createColors(false) };

const engine = 'A basic engine, for trying things out and for nothing beyond that, as it is.';

const meeting: Meeting = {
  id: '1',
  title: 'Sales call',
  status: 'COMPLETED',
  duration_ms: 71_000,
  progress: { stage: 'sync', percent: 100, note: null },
  error: null,
  transcription: [
    { speaker: 'Speaker1', text: 'Hello.', start_time: '0:04' },
    { speaker: 'Jo', text: 'A long answer, '.repeat(12).trim(), start_time: '10:15' },
  ],
  transcription_engine: { provider: 'offline', model: 'pocketsphinx' },
  coverage: { speech_ms: 60_000, share: 1, gaps: [] },
  summary: 'They talked about prices. '.repeat(6),
  key_points: '1. The price is high.\n2. A discount is possible.',
  action_items: [
    { task: 'Send the proposal', assigned_to: 'Jo', due_date: 'Friday' },
    { task: 'Think', assigned_to: null, due_date: null },
  ],
  analytics_status: 'COMPLETED',
  analytics_data: {
    speakers: [
      { label: 'Speaker1', talk_time_ms: 45_000, talk_share: 0.75 },
      { label: 'Jo', talk_time_ms: 15_000, talk_share: 0.25 },
    ],
    silence_share: 0.155,
  },
};

describe('the meeting note', () => {
  const text = meetingNote(meeting, engine, style);

  it('never goes past the width', () => {
    expect(text.split('\n').filter((line) => line.length > style.width)).toEqual([]);
  });

  it('aligns times, speakers and what they said', () => {
    expect(text).toContain('\n   0:04  Speaker1  Hello.\n  10:15  Jo        A long answer');
  });

  it('says who has to do what until when, and when nobody said so', () => {
    expect(text).toContain('• Send the proposal\n      owner: Jo, due: Friday');
    expect(text).toContain('• Think\n      no owner named, no date named');
  });

  it('says how much of the recording the transcript covers, and what is missing', () => {
    expect(text).toContain('Coverage\n  100% of 1:00 of speech, no gap');
    const gaps = [{ start_ms: 10_000, end_ms: 25_000, reason: 'no_words' }];
    const holed = meetingNote(
      { ...meeting, coverage: { speech_ms: 60_000, share: 0.75, gaps } },
      engine,
      style,
    );
    expect(holed).toContain('75% of 1:00 of speech; missing:\n    • 0:10 to 0:25: no_words');
  });

  it('draws talk time in proportion, with share and minutes', () => {
    const [, first = '', second = ''] = /Talk time\n(.*)\n(.*)\n/.exec(text) ?? [];
    const length = (row: string) => row.match(/█/g)?.length ?? 0;
    expect(length(first) / length(second)).toBeCloseTo(3, 0);
    expect([first, second].map((row) => row.slice(-11).trim())).toEqual(['75%  0:45', '25%  0:15']);
  });

  it('says what is missing instead of leaving a gap', () => {
    const bare = meetingNote(
      {
        ...meeting,
        transcription: [],
        summary: null,
        key_points: null,
        action_items: [],
        analytics_status: 'FAILED',
        analytics_data: null,
      },
      engine,
      style,
    );
    for (const phrase of ['Nothing was said.', 'None found.', 'analytics: FAILED']) {
      expect(bare).toContain(phrase);
    }
  });
});
