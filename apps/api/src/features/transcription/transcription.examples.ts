const engineExample = {
  name: 'gemini',
  description: 'Google Gemini: gemini-3.5-transcribe for speech, gemini-3.8-flash for the note.',
};

const idle = {
  waiting: 0,
  active: 0,
  delayed: 0,
  failed: 0,
  workers: 1,
  oldest_waiting_seconds: null,
};

export const statusExample = {
  engine: engineExample,
  meetings: { pending: 1, processing: 2, completed: 40, failed: 0 },
  background_service: {
    running: true,
    status: 'running',
    message: 'Recordings are transcribed in the background; nothing has to be started.',
  },
  reachable: true,
  queues: {
    transcription: {
      waiting: 3,
      active: 2,
      delayed: 1,
      failed: 0,
      workers: 2,
      oldest_waiting_seconds: 12.4,
    },
    analytics: idle,
    dashboard_sync: idle,
  },
};

export const retriedExample = {
  id: '0197a1b2-5f00-7c31-9a44-1d2e3f405162',
  title: 'Q4 Sales Review',
  status: 'PROCESSING',
  analytics_status: 'PENDING',
  dashboard_status: 'PENDING',
  is_processed: false,
  progress: { stage: 'transcribe', percent: 15, note: null },
  error: null,
  updated_at: '2025-06-24T14:33:12.408Z',
  generation: 2,
};

export const reprocessExample = {
  from: 'transcribe',
  provider: 'elevenlabs',
  model: 'scribe_v2',
  languages: ['de', 'en'],
  speakers_expected: 4,
};

export const generationsExample = {
  generations: [
    {
      generation: 2,
      state: 'shown',
      shown: true,
      from: 'transcribe',
      created_at: '2025-06-25T08:02:11.310Z',
      transcription_engine: { provider: 'elevenlabs', model: 'scribe_v2' },
      coverage_share: 0.998,
      speakers: ['Ann Keller', 'Speaker2'],
      reprocess_error: null,
    },
    {
      generation: 1,
      state: 'kept',
      shown: false,
      from: 'upload',
      created_at: '2025-06-24T14:30:00.000Z',
      transcription_engine: { provider: 'gemini', model: 'gemini-3.5-transcribe' },
      coverage_share: 0.981,
      speakers: ['Ann Keller', 'Speaker2', 'Speaker3'],
      reprocess_error: null,
    },
  ],
};
