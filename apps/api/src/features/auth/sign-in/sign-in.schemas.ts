import { z } from 'zod';

/** @param redirectUrls the only addresses a sign-in may lead back to. */
export const loginQuery = (redirectUrls: readonly string[]) =>
  z.object({
    redirect: z
      .string()
      .max(2_048)
      .refine((url) => redirectUrls.includes(url), {
        error: 'must be exactly one of the addresses this server may send people back to',
      })
      .optional()
      .describe(
        'Where to send the browser in the end, e.g. the deep link of an app. One of AUTH_REDIRECT_URLS or FRONTEND_URL, exactly',
      )
      .meta({ example: 'memo://signed-in' }),
    code_challenge: z
      .string()
      .regex(/^[\w-]{43}$/, 'must be the SHA-256 of the code_verifier in base64url, 43 characters')
      .optional()
      .describe(
        'For an app, beside `redirect`: the S256 challenge (RFC 7636) of a verifier it keeps and shows at `/auth/exchange`. Without one, the cookie that this answer sets must be sent along there',
      )
      .meta({ example: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM' }),
  });

// What else a provider adds (scope, authuser, session_state …) is let pass and not read.
export const callbackQuery = z
  .object({
    state: z.string().min(1).max(512).describe('As it was in `auth_url`'),
    code: z.string().min(1).max(8_192).optional().describe('From the provider; works once'),
    iss: z.string().max(2_048).optional().describe('Who the provider is (RFC 9207)'),
    error: z.string().max(256).optional().describe('Instead of a code: why there is none'),
  })
  .refine(({ code, error }) => code !== undefined || error !== undefined, {
    path: ['code'],
    error: 'field required, unless the provider sent an error',
  });

export const signInStartSchema = z.object({ auth_url: z.url() }).meta({
  id: 'SignInStart',
  example: {
    auth_url:
      'https://accounts.google.com/o/oauth2/v2/auth?response_type=code&client_id=123.apps.googleusercontent.com&state=rJ9x0n2&nonce=Vb2kQ7w',
  },
});

export const exchangeSchema = z.object({
  code: z
    .string()
    .min(1)
    .max(512)
    .meta({ example: 'V3ryRandom5pU0fK2mQd8wXhN6tYcB1sLzE9aGjRoPiM' }),
  code_verifier: z
    .string()
    .regex(/^[\w.~-]{43,128}$/, 'must be 43 to 128 letters, digits, -, ., _ or ~')
    .optional()
    .describe('Of the `code_challenge` the sign-in began with')
    .meta({ example: 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk' }),
});
