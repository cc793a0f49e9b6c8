/** More of a bucket is not left behind by uploads that broke off, or that came after a backup. */
const usualShare = 0.1;

export interface Compared {
  /** Objects that were looked at. */
  objects: number;
  meetings: number;
  /** Of the objects: those that no row knows of. */
  unknown: number;
}

/** Why what is unknown may be somebody's recordings, in a sentence: null where nothing speaks for it. */
export function whyNotSo({ objects, meetings, unknown }: Compared): string | null {
  if (unknown === 0) return null;
  if (meetings === 0) return 'The database has no meeting: it may be another one, or empty still.';
  if (unknown <= objects * usualShare) return null;
  const percent = Math.round((unknown / objects) * 100);
  return `${percent} % of the objects are unknown: the database may be another one than the bucket's.`;
}

/** Host and name of a database, without who signs in. */
export function addressOf(url: string): string {
  const { host, pathname, searchParams } = new URL(url);
  return `${pathname.slice(1)} at ${host === '' ? (searchParams.get('host') ?? 'this machine') : host}`;
}
