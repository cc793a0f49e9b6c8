const speech = {
  calls: 3,
  audio_seconds: 3_050.4,
  input_tokens: 97_613,
  output_tokens: 14_210,
  cost_usd: 0.365746,
  known_cost_usd: 0.365746,
  unpriced_calls: 0,
};

const note = {
  calls: 1,
  audio_seconds: 0,
  input_tokens: 15_820,
  output_tokens: 4_105,
  cost_usd: 0.027259,
  known_cost_usd: 0.027259,
  unpriced_calls: 0,
};

const totals = {
  calls: 4,
  audio_seconds: 3_050.4,
  input_tokens: 113_433,
  output_tokens: 18_315,
  cost_usd: 0.393005,
  known_cost_usd: 0.393005,
  unpriced_calls: 0,
};

const models = { speech: 'gemini-3.5-transcribe', note: 'gemini-3.8-flash' };
const stages = [
  { stage: 'transcribe', ...speech },
  { stage: 'summarize', ...note },
];

const estimate = {
  cost_usd: 0.5589,
  speech_usd: 0.5184,
  note_usd: 0.0405,
  models: [models.speech, models.note],
  prices_as_of: '2026-11-28',
  basis:
    'An estimate at the prices of 2026-11-28, as if somebody spoke all the time: silence is not sent. Speech: 32 tokens read for a second and 400 written for a minute. Note: 300 tokens read and 60 written for a minute, and 3000 read and 3000 written besides. Answers that have to be asked for again come on top.',
};

export const meetingUsageExample = {
  meeting_id: '0197a1b2-3c4d-7e5f-8091-a2b3c4d5e6f7',
  stages,
  totals,
  models: [models.speech, models.note],
  prices_as_of: ['2026-11-20'],
  estimate,
};

export const workspaceUsageExample = {
  month: '2026-11',
  totals,
  by_stage: stages,
  by_model: [
    { provider: 'gemini', model: models.speech, ...speech },
    { provider: 'gemini', model: models.note, ...note },
  ],
  by_day: [{ day: '2026-11-18', ...totals }],
  prices_as_of: ['2026-11-20'],
  previous_months: [{ month: '2026-10', ...totals }],
};

export const usageEstimateExample = { audio_seconds: 3_600, recordings: 1, ...estimate };
