/** How a compiled app is called, as one line of JSON: for what measures it. */
import { compiledRun, mainOf } from './compiled/main-of.ts';

const [, , name = ''] = process.argv;
process.stdout.write(
  `${JSON.stringify({ main: mainOf(`apps/${name}/src/main.ts`), ...compiledRun })}\n`,
);
