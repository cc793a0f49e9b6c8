import type { Instruments } from '../instruments.ts';

/** What becomes of an HTTP request. */
export interface AnsweredRequest {
  method: string;
  /** Method and path template; not given where no route answers. */
  route: string | undefined;
  statusCode: number;
  /** Whether the client left before there was an answer. */
  aborted: boolean;
  ms: number;
}

const methods: ReadonlySet<string> = new Set([
  ...['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'],
]);

/** An interactive answer takes tens of milliseconds, an upload as long as its line does. */
const buckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 120];

/** @param refusals the reasons for which requests are refused that nobody is to blame for. */
export function httpMetrics(instruments: Instruments, refusals: readonly string[]) {
  const requests = instruments.counter({
    name: 'memo_http_requests_total',
    help: 'Requests by route and class of status; `unmatched` where no route answers, `aborted` where the client left first. sum by (route).',
    labels: ['method', 'route', 'status'],
  });
  const durations = instruments.histogram({
    name: 'memo_http_request_duration_seconds',
    help: 'From the first byte of a request to the last of its answer, by route. Streams of events and transfers take as long as their client does.',
    labels: ['method', 'route'],
    buckets,
  });
  const refused = instruments.counter({
    name: 'memo_http_refused_total',
    help: 'Requests that were not served to keep others served: over a rate limit (429), or shed with 503 for want of room or of a dependency (`unavailable`).',
    labels: ['reason'],
    zeros: refusals.map((reason) => ({ reason })),
  });
  return {
    answered: ({ method: asked, route: label, statusCode, aborted, ms }: AnsweredRequest): void => {
      const [method = 'other', route = 'unmatched'] =
        label?.split(' ') ?? (methods.has(asked) ? [asked] : []);
      const status = aborted ? 'aborted' : `${Math.floor(statusCode / 100)}xx`;
      requests.inc({ method, route, status });
      durations.observe({ method, route }, ms / 1_000);
    },
    refused: (reason: string): void => refused.inc({ reason }),
  };
}
