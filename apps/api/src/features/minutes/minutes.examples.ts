const statement = {
  text: 'The offer goes out on Friday.',
  segment_ids: [4],
  quote: 'send the offer on Friday',
  support: null,
  quote_changed: false,
};

const generated = {
  id: '01890a5d-ac96-774b-bcce-b302099a8101',
  meeting_id: '01890a5d-ac96-774b-bcce-b302099a8057',
  number: 1,
  status: 'COMPLETED' as const,
  error: null,
  template_id: null,
  language: null,
  audience: null,
  version: 2,
  proposed_version: null,
  edited: true,
  created_at: '2026-11-30T09:00:00.000Z',
  updated_at: '2026-11-30T09:20:00.000Z',
};

export const generatedExample = { ...generated, status: 'PENDING' as const };

export const minutesExample = {
  ...generated,
  author_id: 7,
  generation: 1,
  summary: statement.text,
  summary_points: [statement],
  key_points: `1. ${statement.text}`,
  key_point_items: [statement],
  unsupported_points: 0,
  action_items: [
    {
      task: 'Send the offer',
      assigned_to: 'Ann',
      due_date: 'Friday',
      segment_ids: [4],
      quote: 'send the offer on Friday',
      support: null,
      quote_changed: false,
    },
  ],
  others: [],
};

export const versionExample = {
  version: 2,
  shown: true,
  author_id: 7,
  restored_from: null,
  restored_by: null,
  generation: 1,
  created_at: '2026-11-30T09:20:00.000Z',
};

export const versionContentExample = {
  ...versionExample,
  summary: statement.text,
  summary_points: [statement],
  key_point_items: [statement],
};

export const diffExample = {
  from: 1,
  to: 2,
  summary: [
    { change: 'removed' as const, text: 'The offer goes out soon.' },
    { change: 'added' as const, text: statement.text },
  ],
  key_points: [{ change: 'same' as const, text: statement.text }],
};

export const editExample = {
  summary_points: [
    { text: statement.text, segment_ids: statement.segment_ids, quote: statement.quote },
  ],
};
