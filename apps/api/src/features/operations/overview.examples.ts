const none = { runnable: 0, later: 0, parked: 0, leased: 0, failed: 0, oldest_seconds: null };

export const overviewExample = {
  stages: [
    { stage: 'prepare', queue: 'transcription', ...none, leased: 1 },
    {
      ...{ stage: 'transcribe', queue: 'transcription' },
      ...{ runnable: 14, later: 3, parked: 0, leased: 8, failed: 2, oldest_seconds: 41.2 },
    },
    { stage: 'assemble', queue: 'transcription', ...none },
    { stage: 'summarize', queue: 'transcription', ...none },
    { stage: 'analyze', queue: 'analytics', ...none },
    { stage: 'sync', queue: 'dashboard-sync', ...none },
  ],
  failed: [{ stage: 'transcribe', reason: 'provider_key_refused', runs: 2, oldest_seconds: 3_600 }],
  held: [{ stage: 'transcribe', reason: 'rate_limit', runs: 3, oldest_seconds: 12.5 }],
  oldest: [
    {
      meeting_id: '0197a1b2-3c4d-7e5f-8091-a2b3c4d5e6f7',
      workspace_id: '0197a1b2-0000-7c31-9a44-1d2e3f405162',
      stage: 'transcribe',
      waiting_seconds: 41.2,
    },
  ],
  redis: 'up',
  queues: [
    {
      queue: 'transcription',
      workers: 2,
      jobs: { wait: 1, prioritized: 0, active: 8, delayed: 1, failed: 2 },
    },
    {
      queue: 'analytics',
      workers: 1,
      jobs: { wait: 0, prioritized: 0, active: 0, delayed: 0, failed: 0 },
    },
    {
      queue: 'dashboard-sync',
      workers: 1,
      jobs: { wait: 0, prioritized: 0, active: 0, delayed: 0, failed: 0 },
    },
  ],
  sweeps: [{ sweep: 'reconcile', last_turn: '2026-11-28T09:30:12.481Z', found: 14 }],
  unsealed: {
    events: { rows: 3, oldest_seconds: 0.4 },
    audit: { rows: 0, oldest_seconds: null },
  },
  unclaimed: { rows: 2, oldest_seconds: 30.1 },
} as const;
