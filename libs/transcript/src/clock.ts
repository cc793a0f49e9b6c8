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

/** A time of `ms` (0 or more) as subtitles write it: `01:02:03,450`. More than 99 hours take more digits. */
export function cueTime(ms: number, decimalMark: ',' | '.'): string {
  const seconds = Math.floor(ms / 1_000);
  const minutes = Math.floor(seconds / 60);
  const fields = [Math.floor(minutes / 60), minutes % 60, seconds % 60];
  const clock = fields.map((field) => String(field).padStart(2, '0')).join(':');
  return `${clock}${decimalMark}${String(Math.floor(ms % 1_000)).padStart(3, '0')}`;
}
