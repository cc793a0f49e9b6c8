/** A place in a list from the newest on, between this one and the next older one. */
export interface ListPosition {
  /** Microseconds since 1970, as text: a Date would lose what tells two meetings apart. */
  atUs: string;
  id: string;
}

const form = /^(?<atUs>-?\d{1,16})\.(?<id>[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})$/;

/** A position as clients carry it. It holds nothing they do not see elsewhere, and opens nothing. */
export const encodeCursor = ({ atUs, id }: ListPosition): string =>
  Buffer.from(`${atUs}.${id}`).toString('base64url');

/** Null for what `encodeCursor` cannot have written. */
export function decodeCursor(cursor: string): ListPosition | null {
  const bytes = Buffer.from(cursor, 'base64url');
  // Decoding skips what is not base64; a damaged cursor must not pass for another one.
  if (bytes.toString('base64url') !== cursor) return null;
  const { atUs, id } = form.exec(bytes.toString('latin1'))?.groups ?? {};
  return atUs === undefined || id === undefined ? null : { atUs, id };
}
