import { describe, expect, it } from '@jest/globals';
import { demoRoutes } from '../../test/demo-app.ts';
import { createOpenApiDocument } from './openapi.ts';

interface Operation {
  operationId: string;
  tags: string[];
  security: object[];
  parameters?: { name: string; in: string; required: boolean; schema: object }[];
  requestBody?: {
    required: boolean;
    content: Record<string, { schema: object; encoding?: object }>;
  };
  responses: Record<
    string,
    { description: string; content?: Record<string, object>; headers?: object }
  >;
}

const document = createOpenApiDocument(demoRoutes, '1.0.0');
const paths = document.paths as Record<string, Record<string, Operation>>;
const operations = Object.entries(paths).flatMap(([path, item]) =>
  Object.values(item).map((operation) => ({ path, operation })),
);

function operationAt(method: string, path: string): Operation {
  const operation = paths[path]?.[method];
  if (operation === undefined) throw new Error(`${method} ${path} is not documented`);
  return operation;
}

describe('the OpenAPI document', () => {
  it('has every route once, under its first prefix', () => {
    expect(operations.map(({ operation }) => operation.operationId).sort()).toEqual([
      'delete_notes_note_id',
      'get_crm_people',
      'get_notes',
      'get_notes_note_id',
      'post_notes',
      'post_notes_suggest_title',
    ]);
    expect(Object.keys(paths)).toContain('/api/v1/crm/people');
  });

  it('declares every parameter of every path', () => {
    for (const { path, operation } of operations) {
      const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const declared = (operation.parameters ?? []).filter((parameter) => parameter.in === 'path');
      expect(declared.map(({ name }) => name)).toEqual(named);
      expect(declared.every(({ required }) => required)).toBe(true);
    }
  });

  it('resolves every reference', () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)];
    expect(references.length).toBeGreaterThan(0);
    for (const [, pointer = ''] of references) {
      const target = pointer
        .split('/')
        .reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], document);
      expect(target).toBeInstanceOf(Object);
    }
  });

  it('names the tags and the security scheme it uses', () => {
    expect(document.tags).toEqual([{ name: 'Notes' }, { name: 'People' }]);
    expect(document.components?.securitySchemes).toMatchObject({
      bearer: {
        type: 'http',
        scheme: 'bearer',
        description: expect.stringContaining('/auth/login'),
      },
    });
    expect(operationAt('get', '/api/v1/mobile/notes').security).toEqual([{ bearer: [] }]);
    expect(operationAt('get', '/api/v1/crm/people').security).toEqual([]);
  });

  it('documents a query parameter with its limits and default', () => {
    const { parameters } = operationAt('get', '/api/v1/mobile/notes');
    expect(parameters?.slice(2)).toEqual([
      {
        name: 'page',
        in: 'query',
        required: false,
        schema: { type: 'integer', minimum: 1, default: 1 },
      },
      { name: 'search', in: 'query', required: true, schema: { type: 'string' } },
    ]);
  });

  it('documents how a request names its workspace, where the path does not', () => {
    expect(operationAt('get', '/api/v1/mobile/notes').parameters?.slice(0, 2)).toEqual([
      { $ref: '#/components/parameters/X-Workspace-Id' },
      expect.objectContaining({ name: 'organization', in: 'query', required: false }),
    ]);
    expect(operationAt('get', '/api/v1/crm/people').parameters).toBeUndefined();
  });

  it('documents a refusal with the sentence of the permission, where a member can be refused', () => {
    const { responses } = operationAt('post', '/api/v1/mobile/notes/');
    expect(responses['403']?.content).toMatchObject({
      'application/json': { example: { detail: expect.stringContaining('not change it') } },
    });
    expect(operationAt('get', '/api/v1/mobile/notes').responses).not.toHaveProperty('403');
  });

  it('documents the errors a route can answer, in the form of the contract', () => {
    const { responses } = operationAt('post', '/api/v1/mobile/notes/');
    expect(Object.keys(responses)).toEqual([
      '201',
      '400',
      '401',
      '403',
      '404',
      '408',
      '409',
      '413',
      '415',
      '422',
      '429',
      '500',
      '503',
    ]);
    expect(responses['422']?.content).toEqual({
      'application/json': {
        schema: { $ref: '#/components/schemas/InputProblems' },
        example: {
          detail: [{ loc: ['body', 'title'], msg: 'field required', type: 'value_error.missing' }],
        },
      },
    });
    const people = operationAt('get', '/api/v1/crm/people');
    expect(Object.keys(people.responses)).toEqual(['200', '429', '500', '503']);
  });

  it('says of every counted response where the caller stands', () => {
    const { responses } = operationAt('post', '/api/v1/mobile/notes/');
    const counted = ['RateLimit-Limit', 'RateLimit-Remaining', 'RateLimit-Reset'];
    expect(Object.keys(responses['201']?.headers ?? {})).toEqual(counted);
    expect(Object.keys(responses['429']?.headers ?? {})).toEqual([...counted, 'Retry-After']);
  });

  it('says nothing of limits where there are none', () => {
    const probes = demoRoutes.map((route) => ({ ...route, unlimited: true }));
    const probe = createOpenApiDocument(probes, '1.0.0');
    expect(JSON.stringify(probe.paths)).not.toMatch(/429|RateLimit/);
  });

  it('gives an error a route declares the form of every other', () => {
    const { responses } = operationAt('delete', '/api/v1/mobile/notes/{note_id}');
    expect(responses['409']).toMatchObject({
      description: 'It is pinned',
      content: {
        'application/json': {
          schema: { $ref: '#/components/schemas/ErrorMessage' },
          example: { detail: 'Unpin the note first.' },
        },
      },
    });
  });

  it('gives the example of a response', () => {
    const created = operationAt('post', '/api/v1/mobile/notes/').responses['201'];
    expect(created?.content?.['application/json']).toMatchObject({
      schema: { $ref: '#/components/schemas/Note' },
      example: { title: 'Hello' },
    });
  });

  it('documents a form with its files', () => {
    const { requestBody } = operationAt('post', '/api/v1/mobile/notes/suggest-title');
    expect(requestBody?.content['multipart/form-data']?.schema).toEqual({
      type: 'object',
      properties: {
        language: { type: 'string' },
        audio_file: { type: 'string', format: 'binary', description: 'The recording' },
        second_audio_file: { type: 'string', format: 'binary', description: 'Another one' },
      },
      required: ['audio_file'],
    });
    expect(requestBody?.content['multipart/form-data']?.encoding).toEqual({
      audio_file: { contentType: 'audio/wav' },
      second_audio_file: { contentType: 'audio/*' },
    });
  });

  it('allows null where a named schema is nullable', () => {
    const read = operationAt('get', '/api/v1/mobile/notes/{note_id}').responses['200'];
    expect(read?.content?.['application/json']).toMatchObject({
      schema: {
        properties: {
          lastReader: { anyOf: [{ $ref: '#/components/schemas/Author' }, { type: 'null' }] },
        },
      },
    });
    expect(document.components?.schemas?.Author).toMatchObject({ type: 'object' });
  });
});
