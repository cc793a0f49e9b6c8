export const editedSegmentExample = {
  id: 12,
  speaker_key: 'S2',
  text: 'I will prepare the Q1 forecast by next Monday.',
  start_ms: 184_200,
  end_ms: 187_960,
};

export const segmentExample = { ...editedSegmentExample, speaker: 'Jane Smith' };

export const wordExample = {
  text: 'forecast',
  start_ms: 185_410,
  end_ms: 185_980,
  confidence: 0.97,
};

export const speakersExample = [
  { key: 'S1', label: 'Speaker1', name: null, profile_id: null },
  {
    key: 'S2',
    label: 'Speaker2',
    name: 'Jane Smith',
    profile_id: '0197a1b2-6a10-7d02-8b3c-4d5e6f708192',
  },
];

export const editExample = {
  id: '0197a1b2-7b21-7e13-9c4d-5e6f708192a3',
  number: 3,
  kind: 'change',
  made_by: { id: 42, name: 'John Doe' },
  made_at: '2025-06-24T15:02:11.000Z',
  generation: 1,
  undoes: null,
  undone: false,
  find: null,
  replace: null,
  segments_changed: 1,
  before: [
    { ...editedSegmentExample, text: 'I will prepare the queue one forecast by next Monday.' },
  ],
  after: [editedSegmentExample],
};

export const answerExample = { changed: true, matches: 0, segment_ids: [12], edit: editExample };
