/**
 * The JSON values in what a model or server wrote, in order: alone, in code fences, among other words, one on each
 * line, with stray escapes, raw control characters, trailing commas, or as JSON within a JSON string. What begins as
 * JSON and does not end is cut off: then there are none, because nobody knows what is missing.
 */
export function jsonValues(text: string): unknown[] {
  const whole = parsed(text.replace(/^\ufeff/, ''));
  if (typeof whole === 'string') return jsonValues(whole);
  if (whole !== undefined) return [whole];
  const values: unknown[] = [];
  for (let at = nextOpening(text, 0); at >= 0;) {
    const value = valueAt(text, at);
    const read = value === null ? undefined : parsed(value.json);
    // Words may stand in brackets too; what looks like JSON and is not, nobody can read in part.
    const isJson = /^[[{]\s*(?:["'{[\]}]|-?\d)/.test(text.slice(at, at + 80));
    if (read === undefined && isJson) return [];
    if (read !== undefined) values.push(read);
    at = nextOpening(text, read === undefined || value === null ? at + 1 : value.end);
  }
  return values;
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
  const at = text.slice(from).search(/[[{]/);
  return at < 0 ? -1 : from + at;
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
