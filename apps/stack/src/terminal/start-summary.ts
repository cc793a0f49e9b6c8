import { resolve } from 'node:path';
import type { Stack } from '../launch.ts';
import type { Style } from './terminal.ts';
import { hang } from './text.ts';

interface StartSummary {
  stack: Pick<Stack, 'apiUrl' | 'metricsUrls' | 'bullBoard' | 'logDir'>;
  dataDir: string;
  ai: { provider: string; description: string };
  /** The settings that chose it. */
  chosenBy: readonly string[];
}

const labelWidth = 16;

/** What `npm start` says when everything runs. */
export function startSummary({ stack, dataDir, ai, chosenBy }: StartSummary, style: Style): string {
  const { bold, dim, green, cyan } = style.colors;
  const { apiUrl, metricsUrls, bullBoard, logDir } = stack;
  const row = (label: string, text: string) =>
    hang(`  ${label.padEnd(labelWidth)}`, text, style.width);
  return [
    '',
    bold(green('Memo is running.')),
    '',
    row('API', cyan(apiUrl)),
    row('Documentation', cyan(`${apiUrl}/docs`)),
    row('Bull Board', cyan(`${apiUrl}/admin/queues`)),
    row('', `user ${bold(bullBoard.user)}, password ${bold(bullBoard.password)}`),
    ...metricsUrls.map((url, index) => row(index === 0 ? 'Metrics' : '', cyan(url))),
    row('Data', resolve(dataDir)),
    row('Logs', logDir),
    row(
      'AI provider',
      bold(ai.provider) + (chosenBy.length === 0 ? '' : `, chosen by ${chosenBy.join(' and ')}`),
    ),
    row('', ai.description),
    '',
    dim('Ctrl-C stops everything.'),
  ].join('\n');
}
