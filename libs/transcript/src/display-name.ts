/** What people call this speaker: the name someone gave, or else our own label. */
export function displayName(speaker: { label: string; name: string | null }): string {
  return speaker.name ?? speaker.label;
}
