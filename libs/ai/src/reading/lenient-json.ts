/**
 * Characters beyond which no answer is read: half an hour of words with their times, told twice, takes two million. What
 * is not JSON as it stands is prompted text, of which an hour takes less than a tenth of a million.
 */
const longestAnswer = 16_000_000;
const longestLooseAnswer = 4_000_000;
/** How many characters may be read in vain, from brackets that open nothing: each of them is read up to the end. */
const longestInVain = 1_000_000;

/** A value, or null for an object that nobody can read. */
export type JsonPart = { value: unknown } | null;

/**
 * The JSON values in what a model or server wrote, in order: alone, in code fences, among other words, one on each
 * line, with stray escapes, raw control characters, trailing commas, or as JSON within a JSON string. What begins as
 * JSON and does not end is cut off: then there are none, because nobody knows what is missing. Nor are there any in a
 * text longer than answers are, or of so many brackets that to read it would hold up everything else.
 */
export const jsonValues = (text: string): unknown[] =>
  jsonParts(text).flatMap((part) => (part === null ? [] : [part.value]));

/** The same with the place of each object whose keys stand without quotes: it was meant as one, and cannot be read. */
export function jsonParts(text: string): JsonPart[] {
  if (text.length > longestAnswer) return [];
  const whole = parsed(text.replace(/^\ufeff/, ''));
  if (typeof whole === 'string') return jsonParts(whole);
  if (whole !== undefined) return [{ value: whole }];
  if (text.length > longestLooseAnswer) return [];
  const parts: JsonPart[] = [];
  let inVain = 0;
  for (let at = nextOpening(text, 0); at >= 0;) {
    const value = valueAt(text, at);
    const read = value === null ? undefined : parsed(value.json);
    if (read !== undefined && value !== null) {
      parts.push({ value: read });
      at = nextOpening(text, value.end);
      continue;
    }
    const beginning = text.slice(at, at + 80);
    const isMeantAsObject = /^\{\s*[\p{L}_][\p{L}\p{N}_]*\s*:/u.test(beginning);
    // Words may stand in brackets too; what looks like JSON and is not, nobody can read in part.
    const isJson = /^[[{]\s*(?:["'{[\]}]|-?\d)/.test(beginning);
    inVain += (value?.end ?? text.length) - at;
    if (isJson || (isMeantAsObject && value === null) || inVain > longestInVain) return [];
    if (isMeantAsObject) parts.push(null);
    at = nextOpening(text, isMeantAsObject && value !== null ? value.end : at + 1);
  }
  return parts;
}

/** The only JSON value in a text; undefined when there is none, or more than one. */
export function parseJson(text: string): unknown {
  const values = jsonValues(text);
  return values.length === 1 ? values[0] : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function nextOpening(text: string, from: number): number {
  const opening = /[[{]/g;
  opening.lastIndex = from;
  return opening.exec(text)?.index ?? -1;
}

const escapes = '"\\/bfnrt';
/** What other languages write for nothing, and for truth. */
const foreign: Readonly<Record<string, string>> = {
  ...{ NaN: 'null', Infinity: 'null', None: 'null', undefined: 'null' },
  ...{ True: 'true', False: 'false' },
};

/** From an opening bracket to the one that closes it, as JSON is written; null when none does. */
function valueAt(text: string, from: number): { json: string; end: number } | null {
  const out: string[] = [];
  let depth = 0;
  for (let at = from; at < text.length; at += 1) {
    const char = text.charAt(at);
    if (char === '"') {
      const end = stringAt(text, at, out);
      if (end === null) return null;
      at = end;
      continue;
    }
    if (/[A-Z-]/i.test(char)) {
      const word = /^-?[a-z]*/i.exec(text.slice(at, at + 12))?.[0] ?? char;
      out.push(foreign[word.replace(/^-(?=Inf)/, '')] ?? (word || char));
      at += Math.max(word.length, 1) - 1;
      continue;
    }
    if (char === ',' && /^,\s*[\]}]/.test(text.slice(at, at + 200))) continue;
    if (char === '{' || char === '[') depth += 1;
    if (char === '}' || char === ']') depth -= 1;
    out.push(char);
    if (depth === 0) return { json: out.join(''), end: at + 1 };
  }
  return null;
}

/** Writes a string as JSON does. @returns where its closing quote is; null when it has none. */
function stringAt(text: string, from: number, out: string[]): number | null {
  out.push('"');
  for (let at = from + 1; at < text.length; at += 1) {
    const char = text.charAt(at);
    if (char === '"') {
      out.push(char);
      return at;
    }
    if (char === '\\') {
      const next = text.charAt(at + 1);
      const isEscape =
        next === 'u'
          ? /^[\da-f]{4}$/i.test(text.slice(at + 2, at + 6))
          : next !== '' && escapes.includes(next);
      if (isEscape) out.push(char, next);
      // What needs no escape loses it; any other backslash is one that was said or written.
      else if (/[\p{P}\p{S}]/u.test(next)) out.push(next);
      else {
        out.push('\\\\');
        continue;
      }
      at += 1;
      continue;
    }
    out.push(char < ' ' ? JSON.stringify(char).slice(1, -1) : char);
  }
  return null;
}
