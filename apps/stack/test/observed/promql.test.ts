import { describe, expect, it } from '@jest/globals';
import { readExposed } from './exposition.ts';
import { problemsOf } from './promql.ts';

const exposed = readExposed([
  {
    target: { job: 'memo-api', instance: 'api:9464' },
    text: `# HELP memo_http_requests_total Requests
# TYPE memo_http_requests_total counter
memo_http_requests_total{method="GET",route="/a/:b",status="2xx"} 3
memo_http_requests_total{method="GET",route="/a/:b",status="5xx"} 1

memo_pg_pool_waiting 0
`,
  },
]);

describe('an expression', () => {
  it.each([
    'sum by (route) (rate(memo_http_requests_total{status="5xx"}[$__rate_interval]))',
    'memo_pg_pool_waiting > 0 and on (job) up{job=~"memo-.+"} == 1',
    'memo_http_requests_total{status=~"2xx|5xx", method!="POST"}',
  ])('of what is exposed has no problem: %s', (expression) => {
    expect(problemsOf(expression, exposed)).toEqual([]);
  });

  it.each([
    ['rate(memo_http_request_total[5m])', ['no metric memo_http_request_total']],
    ['sum by (path) (memo_http_requests_total)', ['no label path of memo_http_requests_total']],
    ['memo_http_requests_total{code="5xx"}', ['no label code of memo_http_requests_total']],
    [
      'memo_http_requests_total{status!="3xx", code!="1"}',
      ['no label code of memo_http_requests_total'],
    ],
    ['memo_http_requests_total{status="500"}', ['no status of memo_http_requests_total is 500']],
    [
      'memo_http_requests_total{status=~"2xx|50x"}',
      ['no status of memo_http_requests_total is 50x'],
    ],
    ['up{job=~"mimo-.+"}', ['no job of up is mimo-.+']],
    ['1 + 1', ['no metric in 1 + 1']],
  ])('that names what is not there is told so: %s', (expression, problems) => {
    expect(problemsOf(expression, exposed)).toEqual(problems);
  });

  it.each(['sum(rate(memo_pg_pool_waiting[5m])', 'memo_pg_pool_waiting >', 'by (job) up'])(
    'that is no PromQL is told so: %s',
    (expression) => {
      expect(problemsOf(expression, exposed).join()).toContain('no PromQL');
    },
  );
});
