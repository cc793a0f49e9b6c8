import { loadApiConfig } from '@memo/config';
import { silentLogger } from '@memo/logging';
import { composeFeatures } from '../compose-features.ts';
import { createOpenApiDocument } from './openapi.ts';

type Connections = Parameters<typeof composeFeatures>[3];

// Only what has no default. No setting changes the document but NODE_ENV, which opens the list of routes.
const settings = {
  DATABASE_URL: 'postgres://nowhere',
  REDIS_URL: 'redis://nowhere',
  S3_BUCKET_NAME: 'nothing',
  JWT_SECRET: 'signs nothing, because nobody is served',
};

/** The document of the whole API, without a database, a Redis or an S3: its routes are built and never called. */
export function describeApi(version: string) {
  const { feature } = composeFeatures(loadApiConfig(settings), silentLogger, version, nothing());
  return createOpenApiDocument(feature.routes, version);
}

/** `docs/openapi.json` as it is written. */
export const documentText = (document: unknown): string => `${JSON.stringify(document, null, 2)}\n`;

/** Stands for connections while features are built: has every property and method, and none does anything. */
function nothing(): Connections {
  const inert: unknown = new Proxy(() => undefined, {
    get: (_target, property) =>
      property === 'then' || typeof property === 'symbol' ? undefined : inert,
    apply: () => inert,
  });
  return {
    isMigrated: inert,
    database: inert,
    transact: inert,
    producer: inert,
    pipeline: inert,
    redis: inert,
  } as Connections;
}
