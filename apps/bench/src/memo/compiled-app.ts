import { execFileSync } from 'node:child_process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { plainEnvironment } from '@memo/testing/processes';

interface CompiledApp {
  main: URL;
  flags: string[];
  environment: Record<string, string>;
}

const run = fileURLToPath(new URL('../../../stack/run.js', import.meta.url));

/** An app as `npm start` runs it; compiled first, if its sources have changed. */
export function compiledApp(name: string): CompiledApp {
  const told = execFileSync(process.execPath, [run, 'app-command', name], {
    env: plainEnvironment(),
  });
  const { main, flags, settings } = JSON.parse(String(told)) as {
    main: string;
    flags: string[];
    settings: Record<string, string>;
  };
  return { main: pathToFileURL(main), flags, environment: settings };
}
