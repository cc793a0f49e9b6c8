export const changesExample = {
  data: [
    {
      position: 41,
      kind: 'meeting.updated',
      meeting_id: '0197a1b2-3c4d-7e5f-8091-a2b3c4d5e6f7',
      at: '2026-11-28T09:30:12.481Z',
      fields: ['title', 'speakers'],
      stage: null,
    },
    {
      position: 42,
      kind: 'meeting.failed',
      meeting_id: '0197a1b2-5f00-7c31-9a44-1d2e3f405162',
      at: '2026-11-28T09:30:15.007Z',
      fields: [],
      stage: 'transcribe',
    },
  ],
  next: 42,
  has_more: false,
};
