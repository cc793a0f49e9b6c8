/** `npm start`: the whole system in the foreground until Ctrl-C. */
import { once } from 'node:events';
import { describeAi } from '@memo/ai';
import getPort from 'get-port';
import { parseArgs } from 'node:util';
import { runStack } from './run-stack.ts';
import { startSummary } from './terminal/start-summary.ts';
import { createTerminal } from './terminal/terminal.ts';

const terminal = createTerminal();
readArguments();
const code = await runStack({
  terminal,
  // PORT=0 asks for any.
  choosePort: async ({ http }) => http.port || getPort(),
  async use({ stack, config, dataDir, interrupted }) {
    terminal.print(
      startSummary(
        { stack, dataDir, ai: describeAi(config.ai), chosenBy: config.ai.chosenBy },
        terminal.style,
      ),
    );
    if (!interrupted.aborted) await once(interrupted, 'abort');
    return 0;
  },
});
process.exit(code);

function readArguments(): void {
  const usage = 'Usage: npm start';
  try {
    const { help } = parseArgs({
      options: { help: { type: 'boolean', short: 'h', default: false } },
    }).values;
    if (!help) return;
    terminal.print(`${usage}

Runs the whole system in the foreground until Ctrl-C: PostgreSQL, Redis and an S3 server of its own, the API and the three
workers. Settings come from the environment or .env; docs/configuration.md lists them. What names a database, a Redis or
a bucket replaces the part that is brought along. Data and logs are kept in .memo (MEMO_DATA_DIR).`);
    process.exit(0);
  } catch (error) {
    const [reason] = (error as Error).message.split('. ');
    terminal.warn(`${reason}. ${usage}`);
    process.exit(2);
  }
}
