/**
 * Runs beside the launcher and holds the read end of a pipe from it. However the launcher ends, kill -9 included,
 * the pipe closes; what is then still in the run file is stopped. Argument: the path of that file.
 */
import { endProcesses } from './end-processes.ts';
import { readRun } from './run-file.ts';

process.stdin.resume().on('end', () => {
  const [, , path = ''] = process.argv;
  void endProcesses(readRun(path)?.processes ?? []);
});
