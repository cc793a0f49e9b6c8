export const segmentExample = {
  id: 0,
  speaker: 'Speaker1',
  text: 'Welcome everyone to our Q4 review.',
  start_time: '0:00',
  end_time: '0:15',
  start_ms: 240,
  end_ms: 15_120,
};

export const coverageExample = {
  speech_ms: 720_000,
  transcribed_ms: 705_600,
  share: 0.98,
  gaps: [{ side: null, start_ms: 412_000, end_ms: 426_400, reason: 'no_words' }],
  chunks: 1,
  chunks_retried: 0,
  loops_removed: 0,
  seams_repaired: 0,
  speakers_matched: 0,
  speakers: [
    { speaker: 'S1', pieces: 1, matched_by: [], agreed_words: 0, clips: 0 },
    { speaker: 'S2', pieces: 1, matched_by: [], agreed_words: 0, clips: 0 },
  ],
};

const listItemExample = {
  id: '0197a1b2-5f00-7c31-9a44-1d2e3f405162',
  title: 'Q4 Sales Review',
  title_given: true,
  description: 'Quarterly sales performance discussion',
  participants: ['John Doe', 'Jane Smith'],
  summary: 'The team went through the sales of the fourth quarter.',
  key_points: '1. Revenue rose by 25%.\n2. The launch went well.',
  action_items: [
    {
      task: 'Prepare the Q1 forecast',
      assigned_to: 'Jane Smith',
      due_date: 'next Monday',
      segment_ids: [12],
      support: null,
    },
  ],
  audio_filename: 'meeting_0197a1b2.mp3',
  s3_audio_path: 'meetings/audio/0197a1b2-5f00-7c31-9a44-1d2e3f405162.mp3',
  templateid: null,
  custom_template_points: null,
  speakers_expected: 2,
  languages: ['en'],
  status: 'COMPLETED',
  analytics_status: 'PENDING',
  dashboard_status: 'PENDING',
  is_processed: true,
  progress: { stage: 'analyze', percent: 100, note: null },
  error: null,
  reprocess_error: null,
  analytics_error: null,
  dashboard_error: null,
  needs_review: false,
  duration_ms: 754_320,
  user_id: 42,
  visibility: 'workspace',
  duplicate_of: null,
  created_at: '2025-06-24T14:30:00.000Z',
  updated_at: '2025-06-24T14:33:12.408Z',
};

export const meetingExample = {
  ...listItemExample,
  key_point_items: [
    {
      text: 'Revenue rose by 25%.',
      segment_ids: [4],
      quote: 'revenue is up by 25%',
      support: null,
      quote_changed: false,
    },
    {
      text: 'The launch went well.',
      segment_ids: [7, 8],
      quote: 'the launch really went well',
      support: null,
      quote_changed: false,
    },
  ],
  action_items: [
    {
      task: 'Prepare the Q1 forecast',
      assigned_to: 'Jane Smith',
      due_date: 'next Monday',
      segment_ids: [12],
      quote: 'I will prepare the Q1 forecast by next Monday',
      support: null,
      quote_changed: false,
    },
  ],
  transcription: [segmentExample],
  transcription_partial: null,
  transcription_engine: { provider: 'gemini', model: 'gemini-3.5-transcribe' },
  coverage: coverageExample,
  summary_points: [
    {
      text: 'The team went through the sales of the fourth quarter.',
      segment_ids: [0],
      quote: 'Welcome everyone to our Q4 review.',
      support: null,
      quote_changed: false,
    },
  ],
  unsupported_points: 0,
  analytics_data: null,
};

export const meetingPageExample = {
  data: [listItemExample],
  total: 41,
  page: 1,
  limit: 20,
  total_pages: 3,
};
