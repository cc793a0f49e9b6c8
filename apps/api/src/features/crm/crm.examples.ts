export const cardExample = {
  id: '0197a1b2-6a00-7d10-8c21-5e6f70819203',
  first_name: 'John',
  middle_name: null,
  last_name: 'Doe',
  full_name: 'John Doe',
  email: 'john@example.com',
  phone: '+1 234 567 890',
  company: 'Acme Corp',
  designation: 'Sales Manager',
  notes: null,
};

export const profileExample = {
  ...cardExample,
  user_id: 42,
  created_at: '2025-06-24T14:30:00.000Z',
  updated_at: '2025-06-24T14:30:00.000Z',
};

export const profilePageExample = {
  data: [profileExample],
  total: 1,
  page: 1,
  limit: 20,
  total_pages: 1,
};

export const speakerListExample = {
  speakers: [
    { speaker_name: 'John Doe', meeting_count: 15, profile: cardExample },
    { speaker_name: 'Speaker1', meeting_count: 3, profile: null },
  ],
  total: 2,
};

export const mappedExample = {
  profile: profileExample,
  speaker_name: 'Speaker1',
  mapped_meetings: 3,
};

export const unmappedExample = {
  profile: profileExample,
  speaker_name: 'Speaker1',
  unmapped_meetings: 3,
};
