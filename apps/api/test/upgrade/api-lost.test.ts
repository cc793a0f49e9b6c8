import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { describeApi } from '../../src/docs/describe-api.ts';
import { apiLost, type ApiDocument, type Schema } from './api-lost.ts';
import { release } from './old-answers.ts';
import { unlessTakenAway } from './lost.ts';

const file = join(import.meta.dirname, `../../../../release/${release}.openapi.json`);
const then = JSON.parse(await readFile(file, 'utf8')) as ApiDocument;

it(`a client made for release ${release} finds all it knew, and is asked for no more`, () => {
  const now = JSON.parse(JSON.stringify(describeApi(release))) as ApiDocument;
  expect(unlessTakenAway(apiLost(then, now))).toEqual([]);
});

const note = (required: string[]): Schema => ({
  type: 'object',
  properties: { id: { type: 'integer' }, tags: { type: 'array', items: { $ref: '#/x/Tag' } } },
  required,
});

function document(change: (document: ApiDocument) => void = () => undefined): ApiDocument {
  const made: ApiDocument = {
    paths: {
      '/notes': {
        post: {
          parameters: [{ name: 'lang', in: 'query' }],
          requestBody: { content: { 'application/json': { schema: note(['id']) } } },
          responses: { 201: { content: { 'application/json': { schema: { $ref: '#/x/Note' } } } } },
        },
      },
    },
    components: {
      schemas: {
        Note: note(['id', 'tags']),
        Tag: { type: 'object', properties: { name: { type: 'string' } }, required: ['name'] },
      },
    },
  };
  change(made);
  return made;
}

const post = ({ paths }: ApiDocument) => paths['/notes']?.post;
const schemas = ({ components }: ApiDocument) => components.schemas ?? {};

it.each<[string, (document: ApiDocument) => void]>([
  ['POST /notes is gone', (now) => delete now.paths['/notes']],
  ['POST /notes no longer takes query lang', (now) => delete post(now)?.parameters],
  [
    'POST /notes now needs query q',
    (now) => post(now)?.parameters?.push({ name: 'q', in: 'query', required: true }),
  ],
  [
    'POST /notes now needs application/json.tags',
    (now) =>
      Object.assign(post(now)?.requestBody?.content['application/json'] ?? {}, {
        schema: note(['id', 'tags']),
      }),
  ],
  [
    'POST /notes no longer takes application/json.tags[].name',
    (now) => (schemas(now).Tag = { type: 'object', properties: {} }),
  ],
  ['POST /notes no longer answers .id', (now) => delete schemas(now).Note?.properties?.id],
  ['POST /notes may leave .tags out', (now) => (schemas(now).Note = note(['id']))],
  [
    'POST /notes no longer answers .id as integer',
    (now) => Object.assign(schemas(now).Note?.properties?.id ?? {}, { type: ['string', 'null'] }),
  ],
  ['POST /notes no longer answers 201 application/json', (now) => delete post(now)?.responses[201]],
])('what a client would miss is named: %s', (problem, change) => {
  expect(apiLost(document(), document(change))).toContain(problem);
});

it('what is new and optional is nobody’s loss', () => {
  const now = document((made) => {
    Object.assign(schemas(made).Note?.properties ?? {}, { more: { type: 'string' } });
    post(made)?.parameters?.push({ name: 'q', in: 'query' });
    Object.assign(post(made)?.requestBody?.content ?? {}, {
      'multipart/form-data': { schema: note(['tags']) },
    });
  });
  expect(apiLost(document(), now)).toEqual([]);
});
