import type { Meeting } from '../src/demo/meeting.ts';

/** A meeting as the API tells of it before anything has been done. */
export const toldMeeting: Meeting = {
  id: '7',
  title: 'Call',
  status: 'PENDING',
  duration_ms: null,
  progress: { stage: 'prepare', percent: 0, note: null },
  error: null,
  transcription: [],
  transcription_engine: null,
  coverage: null,
  summary: null,
  key_points: null,
  action_items: [],
  analytics_status: 'PENDING',
  analytics_data: null,
};
