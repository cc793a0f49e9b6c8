import { AppError } from '@memo/errors';
import { createDeliver, createRefusal, createSign, operatorAddress } from '@memo/outbound';

/** Where a dashboard takes meetings, below its base URL. Dashboards are built to this path. */
const meetingsPath = '/api/v1/meetings';

const defaultTimeoutMs = 15_000;

interface DashboardDelivery {
  /** The same for every try of one delivery, so that the dashboard recognizes a repetition. */
  id: string;
  /** JSON. */
  body: string;
  signal: AbortSignal;
}

export interface DashboardClient {
  /**
   * Resolves once the dashboard has the meeting.
   * @throws AppError `rate_limited`, `unavailable` or `timeout` when a later try may do better, `misconfigured` or
   * `invalid_input` (code `dashboard_rejected`) when none will. Rethrows the reason of an aborted `signal`.
   */
  deliver(delivery: DashboardDelivery): Promise<void>;
}

export interface DashboardClientOptions {
  baseUrl: string;
  /** Null where none is set: then nothing proves to the dashboard who delivers. */
  signingSecret: string | null;
  /** For the whole exchange. */
  timeoutMs?: number;
  /** Is told of every try, by one of `deliveryOutcomes`. */
  onTried?: ((outcome: string) => void) | undefined;
}

/** What becomes of a try to deliver; what is none of these is `failed`. */
export const deliveryOutcomes = [
  'delivered',
  'rejected',
  'rate_limited',
  'unavailable',
  'timeout',
  'misconfigured',
  'aborted',
  'failed',
] as const;

const who = 'The dashboard';

const refusal = createRefusal({
  name: who,
  dependency: 'dashboard',
  what: 'this meeting',
  code: 'dashboard_rejected',
  knowsDeliveries: true,
  advice: {
    unauthorized: 'Check that DASHBOARD_SIGNING_SECRET is set, to the secret it verifies with.',
    redirected: 'Set DASHBOARD_BASE_URL to its final address.',
    rejected:
      'Check that DASHBOARD_BASE_URL is right and that the dashboard accepts this version of the meeting format.',
  },
});

/** Posts meetings to the external dashboard, signed by Standard Webhooks where there is a secret. */
export function createDashboardClient({
  baseUrl,
  signingSecret,
  timeoutMs = defaultTimeoutMs,
  onTried,
}: DashboardClientOptions): DashboardClient {
  const url = baseUrl.replace(/\/+$/, '') + meetingsPath;
  const sign =
    signingSecret === null ? () => ({}) : createSign(signingSecret, 'DASHBOARD_SIGNING_SECRET');
  const post = createDeliver({ who, dependency: 'dashboard', reach: operatorAddress, timeoutMs });

  return {
    async deliver({ id, body, signal }) {
      const headers = { 'idempotency-key': id, ...sign(id, body) };
      try {
        const refused = refusal(await post({ url, headers, body, signal }));
        if (refused !== null) throw refused;
      } catch (error) {
        onTried?.(signal.aborted ? 'aborted' : outcomeOf(error));
        throw error;
      }
      onTried?.('delivered');
    },
  };
}

function outcomeOf(error: unknown): string {
  if (!(error instanceof AppError)) return 'failed';
  if (error.kind === 'invalid_input') return 'rejected';
  return deliveryOutcomes.find((outcome) => outcome === error.kind) ?? 'failed';
}
