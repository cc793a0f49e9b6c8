import type { Logger } from '@memo/logging';
import express, { type Express, Router } from 'express';
import { createDocsRouter } from '../docs/docs-router.ts';
import { createOpenApiDocument } from '../docs/openapi.ts';
import { createErrorAnswer, sendDetail } from './errors.ts';
import { createHealthRoutes, type ReadinessCheck } from './health.ts';
import { jsonBody } from './json-body.ts';
import { type Authenticate, mountRoutes } from './mount.ts';
import { requestContext } from './request-context.ts';
import type { Route } from './route.ts';

export interface AppOptions {
  logger: Logger;
  routes: readonly Route[];
  authenticate: Authenticate;
  /** What the process cannot work without, by name; each is asked by `/ready`. */
  readiness: Readonly<Record<string, ReadinessCheck>>;
  version: string;
  /** Serves /admin; without it those paths do not exist. */
  adminRouter?: Router;
}

/** The HTTP application: everything between a socket and the features' handlers. */
export function createApp(options: AppOptions): Express {
  const { logger, version } = options;
  const routes = [...createHealthRoutes(options), ...options.routes];
  const answerError = createErrorAnswer(logger);

  const router = Router();
  router.use(requestContext(logger));
  router.use(createDocsRouter(createOpenApiDocument(routes, version)));
  if (options.adminRouter !== undefined) router.use(options.adminRouter);
  router.use(jsonBody());
  router.use(mountRoutes(routes, options.authenticate));

  const app = express();
  app.disable('x-powered-by');
  // Nested objects and arrays in a query string are nothing this API asks for.
  app.set('query parser', 'simple');

  app.use((req, res) => {
    router(req, res, (thrown?: unknown) => {
      if (thrown) answerError(thrown, req, res);
      else sendDetail(res, 404, 'Not Found');
    });
  });
  return app;
}
