import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { startApi, type ApiFixture } from '../../test/api-fixture.ts';
import { describeApi, documentText } from './describe-api.ts';

interface Schema {
  $ref?: string;
  example?: unknown;
  examples?: unknown[];
  properties?: Record<string, Schema>;
  required?: string[];
}

interface Media {
  schema?: Schema;
  example?: unknown;
}

interface Operation {
  operationId: string;
  requestBody?: { content: Record<string, Media> };
  responses: Record<string, { content?: Record<string, Media> }>;
}

interface Document {
  info: { version: string };
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
}

const file = join(import.meta.dirname, '../../../../docs/openapi.json');
const json = 'application/json';

const manifest = JSON.parse(
  await readFile(join(import.meta.dirname, '../../package.json'), 'utf8'),
) as { version: string };
const document = describeApi(manifest.version) as unknown as Document;
const operations = Object.values(document.paths).flatMap((item) => Object.values(item));

function hasExample({ schema = {}, example }: Media): boolean {
  if (example !== undefined) return true;
  const name = schema.$ref?.split('/').at(-1);
  const target = name === undefined ? schema : (document.components.schemas[name] ?? {});
  if (target.example !== undefined || target.examples !== undefined) return true;
  // Of a whole made of its fields' examples, what must be there; or something, where nothing must.
  const shown = Object.entries(target.properties ?? {}).filter(([, schema]) =>
    hasExample({ schema }),
  );
  const names = new Set(shown.map(([field]) => field));
  return names.size > 0 && (target.required ?? []).every((field) => names.has(field));
}

describe('the document', () => {
  let fixture: ApiFixture;
  beforeAll(async () => {
    fixture = await startApi();
  });
  afterAll(() => fixture.close());

  it('is published as it is built without any connection', async () => {
    const answer = await fixture.api.get('/openapi.json').expect(200);
    const published = answer.body as Document;
    const built = describeApi(published.info.version);
    expect(published).toEqual(JSON.parse(documentText(built)));
  });

  it('is the one in docs/openapi.json: `npm run openapi` writes what changed', async () => {
    const committed: unknown = JSON.parse(await readFile(file, 'utf8'));
    expect(committed).toEqual(JSON.parse(documentText(document)));
  });

  it('has an example of every JSON body a request takes', () => {
    const bare = operations
      .filter(({ requestBody }) => {
        const media = requestBody?.content[json];
        return media !== undefined && !hasExample(media);
      })
      .map(({ operationId }) => operationId);
    expect(bare).toEqual([]);
  });

  it('has an example of every JSON answer', () => {
    const bare = operations.flatMap(({ operationId, responses }) =>
      Object.entries(responses)
        .filter(([, { content }]) => content?.[json] && !hasExample(content[json]))
        .map(([status]) => `${operationId} ${status}`),
    );
    expect(bare).toEqual([]);
  });

  it('names every operation once', () => {
    const names = operations.map(({ operationId }) => operationId);
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
  });

  it('is what a linter recommends', async () => {
    const config = await createConfig({
      extends: ['recommended'],
      rules: {
        // The contract's own path for the list and the upload ends in a slash; both forms are answered.
        'no-path-trailing-slash': 'off',
      },
    });
    const problems = await lintFromString({ source: documentText(document), config });
    const told = problems
      .map(({ ruleId, message, location }) => `${ruleId}: ${message} ${location[0]?.pointer ?? ''}`)
      .filter((problem) => !isProbeWithout4xx(problem) && !isFormThatLeadsOn(problem));
    expect(told).toEqual([]);
  });
});

/** A probe takes no input and asks for no token: there is nothing to refuse. */
/** A form of a page is answered with where to go on. */
const isFormThatLeadsOn = (problem: string): boolean =>
  /^operation-2xx-response: .* #\/paths\/~1s~1\{token\}\/post\/responses$/.test(problem);

function isProbeWithout4xx(problem: string): boolean {
  return /^operation-4xx-response: .* #\/paths\/~1(health|ready)\/get\/responses$/.test(problem);
}
