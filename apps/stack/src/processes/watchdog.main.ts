/**
 * Runs beside the launcher and holds the read end of a pipe from it. However the launcher ends, kill -9 included,
 * the pipe closes; what is then still in the run file is stopped. Arguments: the path of that file and the launcher's
 * pid. By the time the pipe closes the file may be another launcher's.
 */
import { endProcesses } from './end-processes.ts';
import { readRun } from './run-file.ts';

process.stdin.resume().on('end', () => {
  const [, , path = '', launcher] = process.argv;
  const run = readRun(path);
  if (run?.launcher.pid === Number(launcher)) void endProcesses(run.processes);
});
