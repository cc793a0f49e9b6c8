const most = 60;

/** A value as the name of a test shows it: JSON, cut where it is long. */
export function briefly(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > most ? `${text.slice(0, most)}…` : text;
}
