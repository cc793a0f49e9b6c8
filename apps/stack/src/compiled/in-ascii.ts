/**
 * JavaScript with escapes for everything else, in its strings, templates and patterns: a single other character makes the
 * text of a program take twice the memory. For what has been compiled; nothing else is left of such characters there.
 */
export const inAscii = (text: string): string =>
  text.replace(/\\?[^\0-\x7f]|\\[^]/g, (found) => {
    const unit = found.charCodeAt(found.length - 1);
    return unit < 0x80 ? found : `\\u${unit.toString(16).padStart(4, '0')}`;
  });
