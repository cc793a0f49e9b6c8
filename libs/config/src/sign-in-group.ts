import { z } from 'zod';
import { commaList, exactList } from './values.ts';

const webAddress = z.url({ protocol: /^https?$/ });

const ownMachine: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

// The client's secret goes there.
const providerAddress = webAddress.refine(
  (text) => {
    const { protocol, hostname } = new URL(text);
    return protocol === 'https:' || ownMachine.has(hostname);
  },
  { error: 'must be https; plain http only to this machine' },
);

// It is sent to the provider twice, and must be the same each time. The second time what follows the path is lost, and
// the rest comes as URLs are normally written.
const callbackAddress = webAddress
  .refine((text) => !/[?#]/.test(text), { error: 'must have neither a query nor a fragment' })
  .transform((text) => new URL(text).href);

// Not `@company.com`, which no address would match.
const domainName = z.hostname().regex(/\./, 'must be domains, like company.com');

/** Sign-in with Microsoft and Google. A provider without a client id is off. */
export const signInGroup = z
  .object({
    MICROSOFT_CLIENT_ID: z.string().optional(),
    MICROSOFT_CLIENT_SECRET: z.string().optional(),
    MICROSOFT_TENANT_ID: z.string().default('organizations'),
    MICROSOFT_REDIRECT_URI: callbackAddress.default(
      'http://localhost:8000/api/v1/mobile/auth/microsoft/callback',
    ),
    MICROSOFT_AUTHORITY: providerAddress.default('https://login.microsoftonline.com'),
    GOOGLE_CLIENT_ID: z.string().optional(),
    GOOGLE_CLIENT_SECRET: z.string().optional(),
    GOOGLE_REDIRECT_URI: callbackAddress.default(
      'http://localhost:8000/api/v1/mobile/auth/google/callback',
    ),
    GOOGLE_AUTHORIZATION_URL: providerAddress.default(
      'https://accounts.google.com/o/oauth2/v2/auth',
    ),
    GOOGLE_TOKEN_URL: providerAddress.default('https://oauth2.googleapis.com/token'),
    GOOGLE_USERINFO_URL: providerAddress.default(
      'https://openidconnect.googleapis.com/v1/userinfo',
    ),
    COMPANY_DOMAINS: commaList.pipe(z.array(domainName).min(1)).default([]),
    AUTH_REDIRECT_URLS: exactList.pipe(z.array(z.url())).prefault(''),
    FRONTEND_URL: webAddress.optional(),
  })
  .superRefine((env, context) => {
    for (const name of ['MICROSOFT', 'GOOGLE'] as const) {
      if (env[`${name}_CLIENT_ID`] !== undefined && env[`${name}_CLIENT_SECRET`] === undefined) {
        context.addIssue({
          code: 'custom',
          path: [`${name}_CLIENT_SECRET`],
          message: `must be set when ${name}_CLIENT_ID is`,
        });
      }
    }
  })
  .transform((env) => ({
    microsoft:
      env.MICROSOFT_CLIENT_ID !== undefined && env.MICROSOFT_CLIENT_SECRET !== undefined
        ? {
            clientId: env.MICROSOFT_CLIENT_ID,
            clientSecret: env.MICROSOFT_CLIENT_SECRET,
            tenant: env.MICROSOFT_TENANT_ID,
            redirectUri: env.MICROSOFT_REDIRECT_URI,
            authority: env.MICROSOFT_AUTHORITY,
          }
        : null,
    google:
      env.GOOGLE_CLIENT_ID !== undefined && env.GOOGLE_CLIENT_SECRET !== undefined
        ? {
            clientId: env.GOOGLE_CLIENT_ID,
            clientSecret: env.GOOGLE_CLIENT_SECRET,
            redirectUri: env.GOOGLE_REDIRECT_URI,
            authorizationUrl: env.GOOGLE_AUTHORIZATION_URL,
            tokenUrl: env.GOOGLE_TOKEN_URL,
            userinfoUrl: env.GOOGLE_USERINFO_URL,
          }
        : null,
    companyDomains: env.COMPANY_DOMAINS,
    redirectUrls: [
      ...env.AUTH_REDIRECT_URLS,
      ...(env.FRONTEND_URL === undefined ? [] : [env.FRONTEND_URL]),
    ],
  }));
