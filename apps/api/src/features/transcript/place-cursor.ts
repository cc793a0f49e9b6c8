/** A segment from which on to read; should it be gone, the time at which it began. */
export interface PlaceInTranscript {
  id: number;
  startMs: number;
}

const form = /^(?<id>\d{1,10})\.(?<startMs>\d{1,10})$/;

/** A place as clients carry it. It holds nothing they do not see elsewhere, and opens nothing. */
export const encodePlace = ({ id, startMs }: PlaceInTranscript): string =>
  Buffer.from(`${id}.${startMs}`).toString('base64url');

/** Null for what `encodePlace` cannot have written. */
export function decodePlace(text: string): PlaceInTranscript | null {
  const bytes = Buffer.from(text, 'base64url');
  // Decoding skips what is not base64; a damaged cursor must not pass for another one.
  if (bytes.toString('base64url') !== text) return null;
  const { id, startMs } = form.exec(bytes.toString('latin1'))?.groups ?? {};
  if (id === undefined || startMs === undefined) return null;
  return { id: Number(id), startMs: Number(startMs) };
}
