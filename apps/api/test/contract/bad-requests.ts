import { newId } from '@memo/entities';
import type { BadRequest } from './bad-request.ts';
import { badForms } from './bad-forms.ts';
import { badBodies } from './bad-bodies.ts';
import { jsonBodyOf, operationOf, type OpenApi, type Operation } from './operation.ts';
import type { ValidRequest } from './route-row.ts';
import type { RunningRoute } from './send.ts';

/** What a query parameter of this name must not be, beside what none may be. */
const badQueries: Readonly<Record<string, readonly string[]>> = {
  page: ['0', '-1', '1.5', 'one', '1e99', '9'.repeat(30)],
  page_size: ['0', '-1', '1000000000', 'all'],
  limit: ['0', '-1', '1000000000', 'all', 'NaN'],
  date_from: ['yesterday', '2024-02-30', '2024-13-01', '99999-01-01'],
  date_to: ['tomorrow', '2024-02-30T25:00:00Z', '0000-00-00'],
  from: ['yesterday', '2024-02-30'],
  to: ['tomorrow', '2024-13-01'],
  status: ['finished'],
  analytics_status: ['done'],
  needs_review: ['yes', '1'],
  cursor: ['not-a-cursor', 'e30'],
  expiration: ['0', '-5', '99999999999', 'long'],
  view: ['everything'],
  month: ['2026-13', '2026-00', '2026', '20261-01', '2026-11-01', 'yesterday'],
  audio_seconds: ['0', '-1', '43200.1', 'Infinity', 'long'],
  recordings: ['0', '3', '1.5', 'two'],
  redirect: ['https://elsewhere.example/', 'javascript:alert(1)'],
};

/** Everything bad that can be made of a good request to this route. */
export function badRequests(
  document: OpenApi,
  route: RunningRoute,
  valid: ValidRequest,
  columns: readonly string[],
): BadRequest[] {
  const operation = operationOf(document, route);
  return [
    ...badParams(route, valid),
    ...badQuery(operation, valid),
    ...badBodies(operation, jsonBodyOf(document, operation), valid, columns),
    ...badForms(operation, valid),
  ];
}

/** It ignores what it does not know. */
const isPage = ({ responses }: Operation): boolean =>
  responses['404']?.content?.['text/html'] !== undefined;

function badParams({ path }: RunningRoute, valid: ValidRequest): BadRequest[] {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  return names.flatMap((name) => {
    const bad = (value: string, status = 422): BadRequest => ({
      what: `${name} ${JSON.stringify(value.slice(0, 50))}`,
      request: { ...valid, params: { ...valid.params, [name]: value } },
      status,
      at: status === 422 ? [['path', name]] : [],
    });
    const never = [bad('a\0b'), bad('x'.repeat(1_000))];
    if (name === 'user_id') {
      const malformed = ['0', '-1', '1.5', '1e3', ' 4', '2147483648', newId()];
      return [...never, ...malformed.map((value) => bad(value)), bad('2147483647', 404)];
    }
    if (!name.endsWith('_id')) return never;
    const malformed = ['42', 'not-a-uuid', `${newId()}0`, '%'].map((value) => bad(value));
    return [...never, ...malformed, bad(newId(), 404)];
  });
}

function badQuery(operation: Operation, valid: ValidRequest): BadRequest[] {
  const { parameters = [] } = operation;
  const names = parameters.filter((parameter) => parameter.in === 'query').map(({ name }) => name);
  const strict = operation['x-contract'] !== true && !isPage(operation);
  return [...names, ...(strict ? ['statsu'] : [])].flatMap((name) => {
    const good = [valid.query?.[name] ?? '1'].flat();
    const values = [...(badQueries[name] ?? []), 'a\0b', 'x'.repeat(9_000), [...good, ...good]];
    return values.map((value) => ({
      what: `${name}=${String(value).slice(0, 40)}`,
      request: { ...valid, query: { ...valid.query, [name]: value } },
      status: 422,
      at: [['query', name]] as const,
    }));
  });
}
