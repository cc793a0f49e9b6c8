/** `npm run demo`: takes a recording through the running system and shows the meeting note. */
import { once } from 'node:events';
import { processEnvironment } from '@memo/config';
import { AppError } from '@memo/errors';
import getPort from 'get-port';
import { parseDemoArguments, type DemoArguments } from './demo/arguments.ts';
import { processMeeting } from './demo/process-meeting.ts';
import { sampleMeeting } from './demo/sample.ts';
import { isPortFree } from './ports.ts';
import { runStack } from './run-stack.ts';
import { createTerminal } from './terminal/terminal.ts';

const terminal = createTerminal();
const demo = readArguments();
const code = await runStack({
  terminal,
  endsAtOnce: true,
  choosePort: async ({ http }) =>
    http.port !== 0 && (await isPortFree(http.host, http.port)) ? http.port : getPort(),
  async use(session) {
    const result = await processMeeting({ ...session, ...demo, terminal });
    if (demo.keep && !session.interrupted.aborted) await once(session.interrupted, 'abort');
    return result === 'completed' ? 0 : 1;
  },
});
process.exit(code);

function readArguments(): DemoArguments {
  try {
    const read = parseDemoArguments(process.argv.slice(2), {
      sample: sampleMeeting,
      // npm runs us in the repository's root and tells where it was called.
      directory: processEnvironment().INIT_CWD ?? '',
    });
    if (!('help' in read)) return read;
    terminal.print(read.help);
    process.exit(0);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    terminal.warn(error.message);
    process.exit(2);
  }
}
