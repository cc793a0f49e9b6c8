import bytes from 'bytes';
import { z } from 'zod';

/** `50MB`, `1.5GB` or a plain number of bytes, as a number of bytes (1 MB = 1024² bytes). */
export const byteSize = z.string().transform((text, context) => {
  const parsed = bytes.parse(text);
  if (parsed !== null && parsed > 0) return parsed;
  context.addIssue({ code: 'custom', message: `"${text}" is not a size; write it like 50MB` });
  return z.NEVER;
});

/** `mp3, wav` as `['mp3', 'wav']`. */
export const commaList = z.string().transform((text) =>
  text
    .split(',')
    .map((item) => item.trim().toLowerCase())
    .filter((item) => item !== ''),
);

const number = z.coerce.number('must be a number');

export const port = number.int().min(0).max(65_535);

export const positive = number.positive();

export const positiveInteger = number.int().positive();
