/** `npm run dev`: the system until Ctrl-C; apps start again when their sources change, and their logs are shown. */
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { describeAi } from '@memo/ai';
import getPort from 'get-port';
import { memoApps } from './apps.ts';
import { repository } from './compiled/main-of.ts';
import { logPathIn } from './data-dir.ts';
import { watchAppSources } from './dev/app-sources.ts';
import { followLog, type FollowedLog } from './dev/follow-log.ts';
import { logLine } from './dev/log-line.ts';
import { createRestarts } from './dev/restarts.ts';
import { runStack } from './run-stack.ts';
import { startSummary } from './terminal/start-summary.ts';
import { createTerminal } from './terminal/terminal.ts';

/** The API's debugger; those of the workers listen on the ports after it. */
const firstInspectorPort = 9230;

const terminal = createTerminal();
const { colors } = terminal.style;
const { inspect } = readArguments();
const apps = memoApps.map((app, index) => ({
  ...app,
  waitsAfterCrash: true,
  ...(inspect && { inspectorPort: firstInspectorPort + index }),
}));
const names = apps.map(({ name }) => name);
const nameWidth = Math.max(...names.map(({ length }) => length));
const nameColors = [colors.cyan, colors.magenta, colors.blue, colors.green];

const say = (name: string, text: string): void => {
  const color = nameColors[names.indexOf(name)] ?? colors.cyan;
  terminal.print(`${color(name.padEnd(nameWidth))}  ${text}`);
};

const logs: FollowedLog[] = [];
const code = await runStack({
  terminal,
  apps,
  choosePort: async ({ http }) => http.port || getPort(),
  async beforeLaunch(dataDir) {
    for (const name of names) {
      const show = (line: string) => logLine(line, colors).forEach((text) => say(name, text));
      logs.push(await followLog(logPathIn(dataDir, name), show));
    }
  },
  async use({ stack, config, dataDir, interrupted }) {
    const restarts = createRestarts((app) => stack.restart(app));
    const stopWatching = await watchAppSources({
      repository,
      apps: names,
      onChange: (app, file) => {
        if (restarts.onChange(app)) say(app, colors.yellow(`${file} has changed: starting again`));
      },
    });
    terminal.print(
      startSummary(
        { stack, dataDir, ai: describeAi(config.ai), chosenBy: config.ai.chosenBy },
        terminal.style,
      ),
    );
    const summary = 'A change to a source file starts the apps again that use it.';
    terminal.print(colors.dim(summary));
    if (inspect) terminal.print(colors.dim(inspectorLine()));
    terminal.print();
    if (!interrupted.aborted) await once(interrupted, 'abort');
    await stopWatching();
    return 0;
  },
});
await Promise.all(logs.map((log) => log.close()));
process.exit(code);

function inspectorLine(): string {
  const ports = names.map((name, index) => `${name} ${firstInspectorPort + index}`);
  return `Debuggers may attach on 127.0.0.1: ${ports.join(', ')}.`;
}

function readArguments(): { inspect: boolean } {
  const usage = 'Usage: npm run dev -- [--inspect]';
  try {
    const { inspect: wanted, help } = parseArgs({
      options: {
        inspect: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }).values;
    if (!help) return { inspect: wanted };
    terminal.print(`${usage}

Runs the whole system until Ctrl-C and prints what its apps log. An app starts again when a source file changes that it
is made of. --inspect opens a debugger for each.`);
    process.exit(0);
  } catch (error) {
    const [reason] = (error as Error).message.split('. ');
    terminal.warn(`${reason}. ${usage}`);
    process.exit(2);
  }
}
