import { describe, expect, it } from '@jest/globals';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { z } from 'zod';
import { routeThat } from '../../test/demo-app.ts';
import { describeApi } from './describe-api.ts';
import { asOpenApi30 } from './openapi-3.0.ts';
import { createOpenApiDocument } from './openapi.ts';

/** What is wrong with a document, examples included. */
async function problemsOf(document: object): Promise<string[]> {
  const config = await createConfig({
    extends: ['recommended-strict'],
    rules: {
      'no-path-trailing-slash': 'off',
      // 3.0 wants an address of it, and a proprietary one has none.
      'info-license-strict': 'off',
    },
  });
  const problems = await lintFromString({ source: JSON.stringify(document), config });
  return (
    problems
      .map(({ ruleId, message, location }) => `${ruleId}: ${message} ${location[0]?.pointer ?? ''}`)
      .filter(
        (problem) => !/^operation-4xx-response: .* #\/paths\/~1(health|ready)\//.test(problem),
      )
      // A form of a page is answered with where to go on.
      .filter((problem) => !/^operation-2xx-response: .* #\/paths\/~1s~1/.test(problem))
  );
}

const document = describeApi('1.0.0');

describe('the document in OpenAPI 3.0', () => {
  it('is valid, and so are its examples', async () => {
    expect(await problemsOf(asOpenApi30(document))).toEqual([]);
  });

  it('is not the one in 3.1 under another number', async () => {
    expect(await problemsOf({ ...document, openapi: '3.0.3' })).not.toEqual([]);
  });

  it('has the same operations and schemas', () => {
    const older = asOpenApi30(document) as unknown as typeof document;
    const operations = ({ paths = {} }: typeof document) =>
      Object.entries(paths).flatMap(([path, item]) =>
        Object.keys(item).map((method) => `${method} ${path}`),
      );
    expect(operations(older)).toEqual(operations(document));
    expect(Object.keys(older.components?.schemas ?? {})).toEqual(
      Object.keys(document.components?.schemas ?? {}),
    );
  });

  const person = z.object({ name: z.string() }).meta({ id: 'Person' });
  const schemaOf = (schema: z.ZodType): unknown => {
    const route = { ...routeThat(() => ({ status: 200 })), responses: {} };
    const described = { ...route, responses: { 200: { description: 'It', schema } } };
    const older = asOpenApi30(createOpenApiDocument([described], '1.0.0')) as unknown as Older;
    const answer = older.paths['/api/v1/mobile/tried']?.get.responses['200'];
    return answer?.content['application/json'].schema.properties.it;
  };

  it.each<[string, z.ZodType, object]>([
    ['null beside a type', z.string().nullable(), { type: 'string', nullable: true }],
    [
      'null beside a reference',
      person.nullable(),
      {
        anyOf: [
          { $ref: '#/components/schemas/Person' },
          { type: 'object', nullable: true, enum: [null] },
        ],
      },
    ],
    ['null in a list', z.array(z.int().nullable()), { items: { type: 'integer', nullable: true } }],
    [
      'null in what a map holds',
      z.record(z.string(), z.string().nullable()),
      { additionalProperties: { type: 'string', nullable: true } },
    ],
    ['more than', z.number().gt(1), { minimum: 1, exclusiveMinimum: true }],
    ['less than', z.number().lt(9), { maximum: 9, exclusiveMaximum: true }],
    ['a constant', z.string().meta({ const: 'bearer' }), { enum: ['bearer'] }],
    ['examples', z.string().meta({ examples: ['a', 'b'] }), { example: 'a' }],
    [
      'several types',
      z.unknown().meta({ type: ['string', 'integer', 'null'] }),
      {
        anyOf: [
          { type: 'string', nullable: true },
          { type: 'integer', nullable: true },
        ],
      },
    ],
  ])('says %s as 3.0 does', (_what, schema, said) => {
    const made = schemaOf(z.object({ it: schema }));
    expect(made).toMatchObject(said);
    expect(JSON.stringify(made)).not.toMatch(/"(const|examples)"|"type":\[|"null"/);
  });
});

interface Older {
  paths: Record<
    string,
    {
      get: {
        responses: Record<
          string,
          { content: { 'application/json': { schema: { properties: { it: unknown } } } } }
        >;
      };
    }
  >;
}
