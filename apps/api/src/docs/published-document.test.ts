import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApi, type ApiFixture } from '../../test/api-fixture.ts';

interface Schema {
  type?: string;
  format?: string;
  $ref?: string;
  description?: string;
  default?: unknown;
  example?: unknown;
  properties?: Record<string, Schema>;
}

interface Operation {
  operationId: string;
  parameters?: { name?: string; $ref?: string }[];
  responses: Record<string, { content?: Record<string, { schema?: Schema; example?: object }> }>;
  requestBody?: { content: Record<string, { schema: Schema }> };
}

interface Document {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
}

let fixture: ApiFixture;
let document: Document;

beforeAll(async () => {
  fixture = await startApi();
  const answer = await fixture.api.get('/openapi.json').expect(200);
  document = answer.body as Document;
});

afterAll(() => fixture.close());

const operations = () => Object.values(document.paths).flatMap((item) => Object.values(item));

describe('the document the API publishes', () => {
  it('shows what every error looks like', () => {
    const errors = operations().flatMap(({ operationId, responses }) =>
      Object.entries(responses)
        // Those of a page are pages.
        .filter(([status, { content }]) => Number(status) >= 400 && !content?.['text/html'])
        .map(([status, { content }]) => ({
          name: `${operationId} ${status}`,
          media: content?.['application/json'],
        })),
    );
    const bare = errors.filter(({ media }) => !media?.schema || !media.example);
    expect(errors.length).toBeGreaterThan(operations().length);
    expect(bare.map(({ name }) => name)).toEqual([]);
  });

  it('names If-None-Match wherever the answer to it may be 304', () => {
    const versioned = operations().filter(({ responses }) => responses[304] !== undefined);
    const silent = versioned.filter(
      ({ parameters = [] }) => !parameters.some(({ name }) => name === 'If-None-Match'),
    );
    expect(versioned.length).toBeGreaterThan(20);
    expect(silent.map(({ operationId }) => operationId)).toEqual([]);
  });

  it('shows an answer in JSON as what it is, not as bytes, beside files of other kinds', () => {
    const answers = operations().flatMap(({ operationId, responses }) =>
      Object.values(responses).map(({ content }) => ({ operationId, content })),
    );
    const bytes = answers.filter(({ content }) => content?.['application/json']?.schema?.format);
    expect(bytes.map(({ operationId }) => operationId)).toEqual([]);
    const file = document.paths['/api/v1/mobile/meetings/{meeting_id}/export']?.get?.responses[200];
    expect(file?.content).toMatchObject({
      'application/json': { schema: { $ref: '#/components/schemas/Meeting' } },
      'text/plain': { schema: { type: 'string' } },
      'application/pdf': { schema: { type: 'string', format: 'binary' } },
    });
  });

  it('shows whole sessions, meetings and pages', () => {
    const { Session, Meeting, MeetingPage } = document.components.schemas;
    for (const schema of [Session, Meeting, MeetingPage]) {
      const fields = Object.keys(schema?.properties ?? {});
      expect(fields).not.toEqual([]);
      expect(Object.keys(schema?.example ?? {}).sort()).toEqual(fields.sort());
    }
  });

  it('describes every field of an upload as the text it is', () => {
    const upload = document.paths['/api/v1/mobile/meetings/']?.post?.requestBody;
    const fields = upload?.content['multipart/form-data']?.schema.properties ?? {};
    expect(Object.keys(fields)).toHaveLength(11);
    for (const field of Object.values(fields)) {
      expect(field).toMatchObject({ type: 'string', description: expect.any(String) });
      expect(field).not.toHaveProperty('default');
    }
  });
});
