/** A time of `ms` (0 or more) as people read it, in whole seconds begun: `0:15`, `12:05`, `1:02:03`. */
export function formatClock(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  const ss = twoDigits(seconds % 60);
  return hours > 0 ? `${hours}:${twoDigits(minutes % 60)}:${ss}` : `${minutes}:${ss}`;
}

function twoDigits(value: number): string {
  return value.toString().padStart(2, '0');
}
