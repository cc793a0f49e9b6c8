import { advice, notAsked, ok, problem, type Finding } from '../diagnose.ts';
import { reasonOf } from '../../../reason-of.ts';

export interface AskDashboard {
  baseUrl: string;
  signingSecret: string | null;
}

const answerWithinMs = 5_000;

/** Whether somebody answers there: what it would say to a delivery only a delivery tells. */
export async function askDashboard(dashboard: AskDashboard | null): Promise<Finding[]> {
  if (dashboard === null) return [notAsked('No dashboard is set (DASHBOARD_BASE_URL).')];
  const { baseUrl, signingSecret } = dashboard;
  const unsigned =
    signingSecret === null
      ? [advice('Deliveries are not signed. Set DASHBOARD_SIGNING_SECRET here and there.')]
      : [];
  const { host } = new URL(baseUrl);
  try {
    const signal = AbortSignal.timeout(answerWithinMs);
    const answer = await fetch(baseUrl, { redirect: 'manual', signal });
    await answer.body?.cancel();
    const reached =
      answer.status >= 500
        ? problem(`The dashboard at ${host} answers ${answer.status}: it is down for the moment.`)
        : ok(`The dashboard at ${host} answers.`);
    return [reached, ...unsigned];
  } catch (error) {
    return [
      problem(
        `The dashboard at ${host} cannot be reached: ${reasonOf(error)}. Check DASHBOARD_BASE_URL and the network; deliveries wait.`,
      ),
      ...unsigned,
    ];
  }
}
