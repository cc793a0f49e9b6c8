import { createRequire } from 'node:module';
import { Router } from 'express';
import type { OpenApiDocument } from './openapi.ts';
import { asOpenApi30 } from './openapi-3.0.ts';
import { pages } from './pages.ts';

// Everything from this host. Both viewers style elements inline; Redoc searches in a worker made from a blob.
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  'worker-src blob:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

// Single files of large packages, under the names that package.json gives them: a build keeps the files alone.
const assets = {
  '/docs/swagger-ui.css': '#swagger-ui.css',
  '/docs/swagger-ui-bundle.js': '#swagger-ui.js',
  '/docs/favicon.png': '#swagger-ui.png',
  '/redoc/redoc.standalone.js': '#redoc.js',
} as const;

/**
 * `/openapi.json` and the same in OpenAPI 3.0, Swagger UI and ReDoc over it, served whole from this process; `/` leads
 * there.
 * @param describe makes the document. It takes half a second, so it is made when it is first asked for, and kept.
 */
export function createDocsRouter(describe: () => OpenApiDocument): Router {
  let document: OpenApiDocument | undefined;
  let older: object | undefined;
  const router = Router();
  const { resolve } = createRequire(import.meta.url);
  router.get('/', (_req, res) => res.redirect(302, '/docs'));
  router.get('/openapi.json', (_req, res) => res.json((document ??= describe())));
  router.get('/openapi-3.0.json', (_req, res) => {
    res.json((older ??= asOpenApi30((document ??= describe()))));
  });
  for (const [path, file] of Object.entries(assets)) {
    const location = resolve(file);
    router.get(path, (_req, res) => {
      res.sendFile(location, { maxAge: '1h', acceptRanges: false, dotfiles: 'allow' });
    });
  }
  for (const { path, html, script } of pages) {
    router.get(path, (_req, res) => {
      res.set('Content-Security-Policy', contentSecurityPolicy).type('html').send(html);
    });
    router.get(`${path}/start.js`, (_req, res) => res.type('js').send(script));
  }
  return router;
}
