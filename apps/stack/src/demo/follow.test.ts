import { describe, expect, it } from '@jest/globals';
import { followMeeting } from './follow.ts';
import type { Meeting } from './meeting.ts';

const meeting: Meeting = {
  id: '1',
  title: 'Sales call',
  status: 'PROCESSING',
  duration_ms: null,
  progress: { stage: 'prepare', percent: 0, note: null },
  error: null,
  transcription: [],
  transcription_engine: null,
  summary: null,
  key_points: null,
  action_items: [],
  analytics_status: 'PENDING',
  analytics_data: null,
};
const completed: Meeting = { ...meeting, status: 'COMPLETED' };
const measured: Meeting = { ...completed, analytics_status: 'COMPLETED' };
const failed: Meeting = { ...meeting, status: 'FAILED' };

describe('following a meeting', () => {
  /** What is shown of a meeting the API tells of in these answers; null is an API that cannot answer. */
  async function follow(answers: (Meeting | null)[], signal = new AbortController().signal) {
    const shown: Meeting[] = [];
    const left = [...answers];
    const readMeeting = () => Promise.resolve(left.shift() ?? null);
    const show = (state: Meeting) => shown.push(state);
    return { last: await followMeeting({ readMeeting }, '1', { show, signal }), shown };
  }

  it('shows each state until its analytics are there, over a pause of the API', async () => {
    const { last, shown } = await follow([completed, null, measured]);
    expect(shown).toEqual([completed, measured]);
    expect(last).toBe(measured);
  });

  it('ends with the meeting that failed, for which there will be no analytics', async () => {
    expect((await follow([failed, measured])).last).toBe(failed);
  });

  it('ends when it is interrupted', async () => {
    await expect(follow([meeting], AbortSignal.abort())).rejects.toThrow('aborted');
  });
});
