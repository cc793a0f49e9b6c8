import { encodeCursor } from '../../http/cursor.ts';

const id = '0197a1b2-7d10-7b2a-8c55-90a1b2c3d4e5';

export const failuresExample = {
  data: [
    {
      meeting_id: '0197a1b2-3c4d-7e5f-8091-a2b3c4d5e6f7',
      workspace: { id: '0197a1b2-0000-7c31-9a44-1d2e3f405162', name: 'Jane' },
      owner: { id: 42, email: 'jane@example.com' },
      stage: 'transcribe',
      reason: 'provider_key_refused',
      message: 'Gemini refuses the API key; set GEMINI_KEY to a valid one.',
      retryable: true,
      attempts: 0,
      crashes: 0,
      failed_at: '2026-11-28T09:30:12.481Z',
    },
  ],
  next_cursor: encodeCursor({ atUs: '1795858212481000', id }),
};

export const redrivenExample = {
  redriven: 100,
  meeting_ids: ['0197a1b2-3c4d-7e5f-8091-a2b3c4d5e6f7'],
  not_failed: [],
  remaining: 212,
};
