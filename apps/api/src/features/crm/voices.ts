/** What people call a row of meeting_speakers under the alias `voice`. */
export const displayedName = 'coalesce(voice.name, voice.label)';
