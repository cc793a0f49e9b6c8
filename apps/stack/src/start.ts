/** `npm start`: the whole system in the foreground until Ctrl-C. */
import { once } from 'node:events';
import { describeAi } from '@memo/ai';
import getPort from 'get-port';
import { runStack } from './run-stack.ts';
import { startSummary } from './terminal/start-summary.ts';
import { createTerminal } from './terminal/terminal.ts';

const terminal = createTerminal();
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
