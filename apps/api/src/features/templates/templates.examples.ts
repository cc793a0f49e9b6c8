export const newTemplateExample = {
  title: 'Renewal call',
  description: 'A customer whose contract ends soon',
  transcription_prompt: 'A call about renewing a contract. Keep amounts as they were said.',
  summary_prompt: 'Begin with whether the customer will renew, if they said so.',
  key_points_prompt: ['Products discussed', 'Prices named', 'Next steps'],
  speaker_diarization: 'Whoever quotes prices speaks for the seller.',
};

export const templateExample = {
  id: '01935b2e-7c1a-7d3e-9f00-5a2b1c3d4e5f',
  ...newTemplateExample,
  created_by: 42,
  is_default: false,
  is_active: true,
  created_at: '2024-01-10T14:30:00.000Z',
  updated_at: '2024-01-10T14:30:00.000Z',
};
