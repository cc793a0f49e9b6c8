const maxNames = 10;
const maxNameLength = 60;

/**
 * A `Warning` (RFC 7234, 5.5) that names parameters of a query that were ignored. Names are percent-encoded as in an
 * address, so that nothing in them ends the text or the header, and it is short whatever was sent.
 */
export function ignoredWarning(names: readonly string[]): string {
  const shown = names.slice(0, maxNames).map(shorten);
  const more = names.length - shown.length;
  const rest = more > 0 ? ` and ${more} more` : '';
  return `199 - "Ignored query parameters: ${shown.join(', ')}${rest}"`;
}

function shorten(name: string): string {
  let text = '';
  for (const character of name.toWellFormed()) {
    const encoded = encodeURIComponent(character);
    if (text.length + encoded.length > maxNameLength) return `${text}...`;
    text += encoded;
  }
  return text === '' ? '(no name)' : text;
}
