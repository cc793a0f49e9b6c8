import { parse } from 'node:querystring';
import { AppError } from '@memo/errors';
import type { Logger } from '@memo/logging';
import express, { type Express, Router } from 'express';
import { createDocsRouter } from '../docs/docs-router.ts';
import { createOpenApiDocument } from '../docs/openapi.ts';
import { createMailPages } from '../outbox/mail-pages.ts';
import { compress } from './compress.ts';
import { crossOrigin } from './cors.ts';
import { createErrorAnswer, sendDetail, type OnRefused } from './errors.ts';
import { mountRoutes, type MountDeps } from './mount.ts';
import { requestContext, type OnAnswered } from './request-context.ts';
import { requireHttps } from './require-https.ts';
import type { Route } from './route.ts';
import { securityHeaders } from './security-headers.ts';

export interface AppOptions extends MountDeps {
  logger: Logger;
  routes: readonly Route[];
  version: string;
  http: {
    /** Whose forwarding headers are believed, as Express takes it. */
    trustProxy: number | false | string[];
    /** Origins of the web pages that may read answers. */
    corsOrigins: readonly string[];
    /** Whether clients reach this API over HTTPS, which a proxy in front ends. */
    https: boolean;
  };
  /** Serves /admin; without it those paths do not exist. */
  adminRouter?: Router | null;
  /** Is told of requests, for whoever counts them. */
  observe?: { answered: OnAnswered; refused: OnRefused } | undefined;
}

/**
 * The HTTP application: everything between a socket and the features' handlers.
 * @throws AppError `misconfigured` when the trusted proxies are none.
 */
export function createApp(options: AppOptions) {
  const { logger, routes, version, http, adminRouter, observe, ...deps } = options;
  const answerError = createErrorAnswer(logger, observe?.refused);

  const router = Router();
  router.use(requestContext(logger, observe?.answered));
  router.use(securityHeaders(http));
  if (http.https) router.use(requireHttps());
  router.use(crossOrigin(http.corsOrigins));
  // Not compressed: large, the same for everybody, and asked for without a token and without a limit.
  router.use(createDocsRouter(() => createOpenApiDocument(routes, version)));
  router.use(createMailPages());
  router.use(compress());
  if (adminRouter) router.use(adminRouter);
  router.use(mountRoutes(routes, deps));

  const app = express();
  app.disable('x-powered-by');
  // Nested objects and arrays in a query string are nothing this API asks for. All of its parameters are read: one
  // behind a thousand others must not be missed, and Node takes no address of more than 16 KB.
  app.set('query parser', (query: string) => parse(query, '&', '=', { maxKeys: 0 }));
  trustProxies(app, http.trustProxy);

  app.use((req, res) => {
    router(req, res, (thrown?: unknown) => {
      if (thrown) answerError(thrown, req, res);
      else sendDetail(res, 404, 'Not Found');
    });
  });
  return app;
}

function trustProxies(app: Express, proxies: AppOptions['http']['trustProxy']): void {
  try {
    app.set('trust proxy', proxies);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : 'unknown reason';
    throw new AppError(
      'misconfigured',
      `TRUST_PROXY cannot be used: ${reason}. Give a number of proxies, or addresses and ranges like 10.0.0.0/8.`,
      { cause },
    );
  }
}
