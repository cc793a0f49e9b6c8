import { z } from 'zod';

/** A telephone number as people write it, or an empty text for none. */
export const phoneNumber = () =>
  z
    .string()
    .trim()
    // What is too long already is not searched through.
    .max(50, { abort: true })
    .regex(
      /^(?:[-+ ()./xX]*\d[-+ ()./xX\d]*)?$/,
      'must be a phone number: digits, spaces and + ( ) - . / x',
    )
    .nullable()
    .transform((text) => (text === '' ? null : text))
    .meta({ example: '+1234567890' });
