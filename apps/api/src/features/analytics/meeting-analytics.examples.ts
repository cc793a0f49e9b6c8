const meetingExample = {
  meeting_id: '0197a1b2-5f00-7c31-9a44-1d2e3f405162',
  title: 'Q4 Sales Review',
  analytics_status: 'COMPLETED',
  note: null,
};

const janeExample = {
  key: 'S1',
  label: 'Speaker1',
  name: 'Jane Smith',
  profile: {
    id: '0197a1b2-6a00-7d10-8c21-5e6f70819203',
    full_name: 'Jane Smith',
    company: 'Acme Corp',
    designation: 'Sales Manager',
  },
  talk_time_ms: 60_000,
  talk_share: 0.75,
  words: 150,
  words_per_minute: 150,
  turns: 2,
  longest_monologue_ms: 40_000,
  questions: 1,
};

const otherExample = {
  key: 'S2',
  label: 'Speaker2',
  name: 'Speaker2',
  profile: null,
  talk_time_ms: 20_000,
  talk_share: 0.25,
  words: 40,
  words_per_minute: 120,
  turns: 1,
  longest_monologue_ms: 20_000,
  questions: 0,
};

export const fullExample = {
  ...meetingExample,
  view: 'full',
  metrics: {
    duration_ms: 100_000,
    speech_ms: 80_000,
    silence_ms: 20_000,
    silence_share: 0.2,
    overlap_ms: 0,
    words: 190,
    turns: 3,
    speakers: [janeExample, otherExample],
    activity: [
      { minute: 0, speech_ms: 50_000, speakers: { S1: 40_000, S2: 10_000 } },
      { minute: 1, speech_ms: 30_000, speakers: { S1: 20_000, S2: 10_000 } },
    ],
  },
};

export const mobileExample = {
  ...meetingExample,
  view: 'mobile',
  metrics: {
    duration_ms: 100_000,
    speech_share: 0.8,
    words: 190,
    turns: 3,
    questions: 1,
    action_item_count: 2,
    speakers: [
      { name: 'Jane Smith', talk_share: 0.75, talk_time_ms: 60_000, words_per_minute: 150 },
      { name: 'Speaker2', talk_share: 0.25, talk_time_ms: 20_000, words_per_minute: 120 },
    ],
    others: null,
    activity: { minutes_per_point: 1, speech_ms: [50_000, 30_000] },
  },
};
