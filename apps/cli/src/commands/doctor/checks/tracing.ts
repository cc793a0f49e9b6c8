import { ok, problem, type Finding } from '../diagnose.ts';
import { reasonOf } from '../../../reason-of.ts';

export interface AskCollector {
  endpoint: string;
  headers: Readonly<Record<string, string>>;
}

const answerWithinMs = 5_000;

/** Whether the collector takes traces from us: sends it none, as the processes would. */
export async function askCollector({ endpoint, headers }: AskCollector): Promise<Finding[]> {
  const { host } = new URL(endpoint);
  const lost = 'Traces are lost meanwhile';
  try {
    const answer = await fetch(`${endpoint.replace(/\/$/, '')}/v1/traces`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ resourceSpans: [] }),
      redirect: 'manual',
      signal: AbortSignal.timeout(answerWithinMs),
    });
    await answer.body?.cancel();
    if (answer.ok) return [ok(`${host} takes traces.`)];
    const setting =
      answer.status === 401 || answer.status === 403
        ? 'OTEL_EXPORTER_OTLP_HEADERS'
        : 'OTEL_EXPORTER_OTLP_ENDPOINT';
    return [problem(`${host} answers ${answer.status} to traces. Correct ${setting}. ${lost}.`)];
  } catch (error) {
    return [
      problem(
        `${host} cannot be reached: ${reasonOf(error)}. Check OTEL_EXPORTER_OTLP_ENDPOINT and the network. ${lost}.`,
      ),
    ];
  }
}
