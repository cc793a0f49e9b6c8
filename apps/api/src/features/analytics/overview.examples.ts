export const overviewExample = {
  from: '2025-06-16',
  to: '2025-06-29',
  total_meetings: 3,
  meetings_by_status: { PENDING: 0, PROCESSING: 1, COMPLETED: 2, FAILED: 0 },
  completed_count: 2,
  total_hours: 1.75,
  averages: { duration_minutes: 35, speakers: 2.5, words_per_minute: 142.3, action_items: 1.5 },
  talk_time_by_speaker: [
    { name: 'Jane Smith', talk_time_ms: 1_860_000, meeting_count: 2 },
    { name: 'Speaker2', talk_time_ms: 720_000, meeting_count: 1 },
  ],
  talk_time_by_profile: [
    {
      profile: {
        id: '0197a1b2-6a00-7d10-8c21-5e6f70819203',
        full_name: 'Jane Smith',
        company: 'Acme Corp',
        designation: 'Sales Manager',
      },
      talk_time_ms: 1_860_000,
      meeting_count: 2,
    },
  ],
  trend: [
    { week_start: '2025-06-16', meetings: 2, hours: 1.25 },
    { week_start: '2025-06-23', meetings: 1, hours: 0.5 },
  ],
  action_item_owners: [{ name: 'Jane Smith', action_items: 3, meeting_count: 2 }],
};
