import { AppError } from '@memo/errors';
import { refusal } from './refusal.ts';
import { createSign } from './sign.ts';

/** Where a dashboard takes meetings, below its base URL. Dashboards are built to this path. */
const meetingsPath = '/api/v1/meetings';

const defaultTimeoutMs = 15_000;

interface DashboardDelivery {
  /** The same for every try of one delivery, so that the dashboard recognises a repetition. */
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
  signingSecret: string;
  /** For the whole exchange. */
  timeoutMs?: number;
}

/** Posts meetings to the external dashboard, signed by Standard Webhooks. */
export function createDashboardClient({
  baseUrl,
  signingSecret,
  timeoutMs = defaultTimeoutMs,
}: DashboardClientOptions): DashboardClient {
  const url = baseUrl.replace(/\/+$/, '') + meetingsPath;
  const sign = createSign(signingSecret);

  return {
    async deliver({ id, body, signal }) {
      const response = await post(id, body, signal);
      // The status says all. What else the dashboard sends, however much or slowly, is not waited for.
      response.body?.cancel().catch(() => undefined);
      const refused = refusal(response);
      if (refused !== null) throw refused;
    },
  };

  async function post(id: string, body: string, stopping: AbortSignal): Promise<Response> {
    const late = AbortSignal.timeout(timeoutMs);
    try {
      return await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': id, ...sign(id, body) },
        body,
        // A meeting goes where the operator said and nowhere else.
        redirect: 'manual',
        signal: AbortSignal.any([late, stopping]),
      });
    } catch (cause) {
      stopping.throwIfAborted();
      if (late.aborted) {
        throw new AppError('timeout', 'The dashboard did not answer in time.', { cause });
      }
      throw new AppError('unavailable', 'The dashboard cannot be reached.', { cause });
    }
  }
}
