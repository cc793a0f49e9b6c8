import { z } from 'zod';
import { addressLike } from './values.ts';

/** `memo@example.com`, or with a name before it: `Memo <memo@example.com>`. */
const sender = z.string().refine(
  (text) => {
    const [, named] = /^[^<>\r\n]*<([^<>]+)>$/.exec(text) ?? [];
    return z.email().safeParse(named ?? text).success;
  },
  { error: 'must be an address like Memo <memo@yourapp.com>' },
);

// What is no address at all is told of already.
const isOrigin = (url: URL | null): boolean => url === null || url.href === `${url.origin}/`;

/** Mails to people. Without a server none is sent. */
export const mailGroup = z
  .object({
    SMTP_URL: z
      .url({ protocol: /^smtps?$/, error: addressLike('smtps://user:password@smtp.yourapp.com') })
      .refine((text) => URL.parse(text)?.hostname !== '', { error: 'must name a host' })
      .optional(),
    MAIL_FROM: sender.optional(),
    PUBLIC_URL: z
      .url({ protocol: /^https?$/ })
      .refine((text) => isOrigin(URL.parse(text)), {
        error: 'must be an address without a path, like https://memo.yourapp.com',
      })
      .optional(),
  })
  .refine((env) => env.SMTP_URL === undefined || env.MAIL_FROM !== undefined, {
    path: ['MAIL_FROM'],
    message: 'must be set when SMTP_URL is',
  })
  .transform((env) => ({
    smtp:
      env.SMTP_URL === undefined || env.MAIL_FROM === undefined
        ? null
        : { url: env.SMTP_URL, from: env.MAIL_FROM },
    /** Without a slash at its end. */
    publicUrl: originOf(env.PUBLIC_URL) ?? 'http://localhost:8000',
    /** The same where the settings say it: what knows of a request goes by how that came otherwise. */
    statedUrl: originOf(env.PUBLIC_URL),
  }));

const originOf = (url: string | undefined): string | null =>
  url === undefined ? null : new URL(url).origin;
