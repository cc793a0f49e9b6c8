import { randomBytes } from 'node:crypto';
import { basename } from 'node:path';
import { loadStackConfig } from '@memo/config';
import type { StackSession } from '../run-stack.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { createApiClient, type Account } from './api-client.ts';
import type { DemoArguments } from './arguments.ts';
import { followMeeting } from './follow.ts';
import { meetingNote } from './meeting-note.ts';
import { nextSteps } from './next-steps.ts';
import { createProgress } from './progress.ts';

interface Demo extends DemoArguments, Omit<StackSession, 'stack'> {
  stack: Pick<StackSession['stack'], 'apiUrl'>;
  terminal: Terminal;
}

/** Registers, uploads, follows and prints one meeting, through the public API alone. */
export async function processMeeting(demo: Demo): Promise<'completed' | 'failed'> {
  const { stack, config, interrupted, terminal, title, recordings, keep, dataDir } = demo;
  const client = createApiClient(stack.apiUrl, interrupted);
  const account: Account = {
    name: 'Demo',
    email: `demo+${Date.now()}@example.com`,
    password: randomBytes(9).toString('base64url'),
  };
  await client.register(account);
  terminal.print(`Uploading ${recordings.map((path) => basename(path)).join(' and ')} …`);
  const { id } = await client.createMeeting(title, recordings);

  const progress = createProgress(terminal);
  const meeting = await followMeeting(client, id, {
    show: (state) => progress.show(state),
    signal: interrupted,
  }).finally(() => progress.end());

  terminal.print();
  if (meeting.status === 'FAILED') {
    terminal.warn(`The meeting could not be processed: ${meeting.error?.message ?? 'no reason'}`);
  } else terminal.print(meetingNote(meeting, await client.describeEngine(), terminal.style));
  const { dataDir: chosen } = config.stack;
  const chosenDataDir = chosen === loadStackConfig({}).stack.dataDir ? null : chosen;
  const steps = { apiUrl: stack.apiUrl, account, meetingId: id, keep, dataDir, chosenDataDir };
  terminal.print(`\n${nextSteps(steps, terminal.style)}`);
  return meeting.status === 'FAILED' ? 'failed' : 'completed';
}
