import { describe, expect, it } from '@jest/globals';
import { Readable } from 'node:stream';
import type { ApiClient } from './api-client.ts';
import { followMeeting } from './follow.ts';
import type { Meeting, MeetingState } from './meeting.ts';
import { toldMeeting } from '../../test/told-meeting.ts';

const meeting: Meeting = { ...toldMeeting, status: 'PROCESSING' };
const completed: Meeting = { ...meeting, status: 'COMPLETED' };
const measured: Meeting = { ...completed, analytics_status: 'COMPLETED' };
const failed: Meeting = { ...meeting, status: 'FAILED' };

describe('following a meeting', () => {
  /** An open stream of these states, or an API that cannot answer. */
  type Answer = Meeting[] | null;

  /** What is shown of a meeting the API tells of in these answers, the last of which is the meeting itself. */
  async function follow(answers: Answer[], last: Meeting, signal = new AbortController().signal) {
    const shown: MeetingState[] = [];
    const asked: (string | null)[] = [];
    let number = 0;
    const listen: ApiClient['listen'] = (_id, { after }) => {
      asked.push(after);
      const states = answers.shift() ?? null;
      return Promise.resolve(
        states &&
          Readable.from(
            states.map((state) => ({ id: String(++number), state, isLast: state === failed })),
          ),
      );
    };
    let reads = 0;
    const readMeeting = () => Promise.resolve(++reads === 1 ? null : last);
    const meetingShown = await followMeeting({ listen, readMeeting }, '1', {
      show: (state) => shown.push(state),
      signal,
      comeBackAfterMs: 1,
    });
    return { last: meetingShown, shown, asked };
  }

  it('shows each state until its analytics are there, over streams that end and pauses of the API', async () => {
    const answers = [[meeting, completed], null, [], [measured, failed]];
    const { last, shown, asked } = await follow(answers, measured);
    expect(shown).toEqual([meeting, completed, measured]);
    expect(last).toBe(measured);
    // It goes on after the last event it knows.
    expect(asked).toEqual([null, '2', '2', '2']);
  });

  it('ends with the meeting that failed, for which there will be no analytics', async () => {
    const { last, shown } = await follow([[failed, measured]], failed);
    expect(shown).toEqual([failed]);
    expect(last).toBe(failed);
  });

  it('ends when there is nothing more to tell', async () => {
    const listen = () => Promise.resolve('over' as const);
    const readMeeting = () => Promise.resolve(measured);
    const options = { show: () => undefined, signal: new AbortController().signal };
    expect(await followMeeting({ listen, readMeeting }, '1', options)).toBe(measured);
  });

  it('ends when it is interrupted', async () => {
    await expect(follow([[meeting]], meeting, AbortSignal.abort())).rejects.toThrow('aborted');
  });
});
