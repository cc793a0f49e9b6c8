import { z } from 'zod';

const maxSpeakers = 50;
const maxLanguages = 5;

/** What RFC 5646 asks everybody to have room for. */
const maxCodeLength = 35;

const isBlank = (text: string | undefined): text is undefined | '' =>
  text === undefined || text.trim() === '';

/** How many people speak, in a form field: empty counts as not given. */
export const speakersExpected = z
  .string({ error: 'must be one field that holds a whole number' })
  .regex(/^(?:\s*|[1-9]|[1-4]\d|50)$/, `must be a whole number from 1 to ${maxSpeakers}`)
  .optional()
  .transform((text) => (isBlank(text) ? null : Number(text)))
  .meta({
    type: 'string',
    pattern: '^([1-9]|[1-4][0-9]|50)?$',
    description: `How many people speak, if that is known: 1 to ${maxSpeakers}. It helps to tell them apart`,
    example: '4',
  });

/** The same as a number. */
export const speakersNumber = z
  .int()
  .min(1)
  .max(maxSpeakers)
  .nullable()
  .optional()
  .transform((count) => count ?? null)
  .describe('How many people speak, if that is known');

/** Languages in a form field, as canonical BCP-47 codes, each once. */
export const languages = z
  .string({ error: 'must be one field that holds all codes' })
  .max(500)
  .transform((text, context) => {
    const codes = listedIn(text)?.map(canonicalCode);
    if (codes === undefined || codes.some((code) => code === null)) {
      context.addIssue({
        code: 'custom',
        message:
          'must be BCP-47 codes of languages, such as en or de-DE: separated by commas, or a JSON array',
      });
      return z.NEVER;
    }
    return [...new Set(codes.flatMap((code) => code ?? []))];
  })
  .pipe(z.array(z.string()).max(maxLanguages))
  .optional()
  .transform((codes) => codes ?? [])
  .meta({
    type: 'string',
    maxLength: 500,
    description: `The languages spoken, if they are known: at most ${maxLanguages} BCP-47 codes, separated by commas or as a JSON array`,
    example: 'en,de-DE',
  });

/** One language as a canonical BCP-47 code. */
export const languageCode = z
  .string()
  .max(500)
  .transform((text, context) => {
    const code = canonicalCode(text);
    if (code !== null) return code;
    context.addIssue({ code: 'custom', message: 'must be a BCP-47 code, such as en or de-DE' });
    return z.NEVER;
  })
  .meta({ type: 'string', example: 'en' });

/** The same as a JSON array. */
export const languageList = z
  .array(z.string().max(500))
  .max(maxLanguages)
  .transform((texts, context) => {
    const codes = texts.map(canonicalCode);
    if (codes.includes(null)) {
      context.addIssue({
        code: 'custom',
        message: 'must be BCP-47 codes of languages, such as en or de-DE',
      });
      return z.NEVER;
    }
    return [...new Set(codes.flatMap((code) => code ?? []))];
  })
  .meta({
    type: 'array',
    items: { type: 'string' },
    maxItems: maxLanguages,
    example: ['en', 'de-DE'],
  });

/** Undefined for what is no list of texts. */
function listedIn(text: string): string[] | undefined {
  if (!text.trimStart().startsWith('[')) {
    return text
      .split(',')
      .map((code) => code.trim())
      .filter((code) => code !== '');
  }
  try {
    return z.array(z.string()).safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

function canonicalCode(code: string): string | null {
  // Names such as "English" have the form of a code too; no language has one longer than three letters.
  if (code.length > maxCodeLength || !/^[a-z]{2,3}(?:-|$)/i.test(code)) return null;
  try {
    const locale = new Intl.Locale(code);
    // Calendars, number systems and private parts say nothing about what is spoken.
    return locale.baseName === locale.toString() ? locale.baseName : null;
  } catch {
    return null;
  }
}
