/** A place in the list, between this meeting and the next older one. */
export interface ListPosition {
  /** Microseconds since 1970, as text: a Date would lose what tells two meetings apart. */
  createdUs: string;
  id: string;
}

const form = /^(?<createdUs>-?\d{1,16})\.(?<id>[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})$/;

/** A position as clients carry it. It holds nothing they do not see elsewhere, and opens nothing. */
export const encodeCursor = ({ createdUs, id }: ListPosition): string =>
  Buffer.from(`${createdUs}.${id}`).toString('base64url');

/** Null for what `encodeCursor` cannot have written. */
export function decodeCursor(cursor: string): ListPosition | null {
  const bytes = Buffer.from(cursor, 'base64url');
  // Decoding skips what is not base64; a damaged cursor must not pass for another one.
  if (bytes.toString('base64url') !== cursor) return null;
  const { createdUs, id } = form.exec(bytes.toString('latin1'))?.groups ?? {};
  return createdUs === undefined || id === undefined ? null : { createdUs, id };
}
