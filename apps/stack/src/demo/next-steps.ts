import type { Style } from '../terminal/terminal.ts';
import { hang } from '../terminal/text.ts';
import type { Account } from './api-client.ts';

interface NextSteps {
  apiUrl: string;
  account: Pick<Account, 'email' | 'password'>;
  meetingId: string;
  keep: boolean;
  /** As a person would type it. */
  dataDir: string;
  /** MEMO_DATA_DIR when it is not the default: npm start needs it, too. */
  chosenDataDir: string | null;
}

/** Where the reader can go from here. */
export function nextSteps(
  { apiUrl, account, meetingId, keep, dataDir, chosenDataDir }: NextSteps,
  { width, colors }: Style,
): string {
  const { email, password } = account;
  const signIn = `get a token with POST /auth/login (email ${email}, password ${password}) and press Authorize.`;
  const start = chosenDataDir === null ? 'npm start' : `MEMO_DATA_DIR="${chosenDataDir}" npm start`;
  const rows = keep
    ? [
        `Memo keeps running. Try its API at ${apiUrl}/docs; for that ${signIn}`,
        `This meeting is ${apiUrl}/api/v1/mobile/meetings/${meetingId}`,
        `Logs are in ${dataDir}/logs`,
        'Ctrl-C stops everything.',
      ]
    : [
        `The meeting is kept in ${dataDir}. Run Memo on it: ${start}`,
        `At the documentation's address it prints, ${signIn}`,
        'Your own recording: npm run demo -- FILE [SECOND_FILE]',
        `Logs are in ${dataDir}/logs`,
      ];
  return [colors.bold('Next'), ...rows.map((row) => hang('  ', row, width))].join('\n');
}
