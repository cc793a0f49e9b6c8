/** The entry whose name the given name begins with; the longest where several fit, null where none does. */
export function byBeginning<T>(table: Readonly<Record<string, T>>, name: string): T | null {
  const fitting = Object.entries(table).filter(([beginning]) => name.startsWith(beginning));
  const [longest] = fitting.sort(([a], [b]) => b.length - a.length);
  return longest?.[1] ?? null;
}
