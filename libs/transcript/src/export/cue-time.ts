/** A time of `ms` (0 or more) as subtitles write it: `01:02:03,450`. More than 99 hours take more digits. */
export function cueTime(ms: number, decimalMark: ',' | '.'): string {
  const seconds = Math.floor(ms / 1_000);
  const minutes = Math.floor(seconds / 60);
  const fields = [Math.floor(minutes / 60), minutes % 60, seconds % 60];
  const clock = fields.map((field) => String(field).padStart(2, '0')).join(':');
  return `${clock}${decimalMark}${String(Math.floor(ms % 1_000)).padStart(3, '0')}`;
}
