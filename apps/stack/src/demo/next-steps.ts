import type { Style } from '../terminal/terminal.ts';
import { hang } from '../terminal/text.ts';
import type { Account } from './api-client.ts';

interface NextSteps {
  apiUrl: string;
  account: Pick<Account, 'email' | 'password'>;
  meetingId: string;
  keep: boolean;
  dataDir: string;
}

/** Where the reader can go from here. */
export function nextSteps(
  { apiUrl, account, meetingId, keep, dataDir }: NextSteps,
  { width, colors }: Style,
): string {
  const signIn = `as ${account.email} with password ${account.password}`;
  const rows = keep
    ? [
        `Memo keeps running. Try its API at ${apiUrl}/docs, signed in ${signIn}.`,
        `This meeting is ${apiUrl}/api/v1/mobile/meetings/${meetingId}`,
        'Ctrl-C stops everything.',
      ]
    : [
        `The meeting is kept in ${dataDir}: npm start, then sign in at /docs ${signIn}.`,
        'Your own recording: npm run demo -- FILE [SECOND_FILE]',
        'Where everything runs and what it logs: README.md',
      ];
  return [colors.bold('Next'), ...rows.map((row) => hang('  ', row, width))].join('\n');
}
