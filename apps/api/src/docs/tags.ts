/** What each group of endpoints is for. */
export const tagDescriptions: Readonly<Record<string, string>> = {
  Health: 'Is the service there, and what does it answer?',
  Authentication: 'Signing in with a password, Microsoft or Google, and sessions',
  Meetings: 'Recordings and what was made of them',
  Changes: 'What happened since a client that keeps a copy last looked',
  Templates: 'What a note looks for in a kind of meeting',
  Transcription: 'The background service that works on recordings',
  Suggestions: 'A template, title or description for a recording that is not a meeting yet',
  Speakers: 'Who spoke, and profiles of people over many meetings',
  Analytics: 'Numbers about one meeting, or about many',
  Usage: 'What was spent on a meeting or in a month, and what a meeting is likely to cost',
};
