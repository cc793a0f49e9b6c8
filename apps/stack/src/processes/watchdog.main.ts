/**
 * Runs beside the launcher and holds the read end of a pipe from it. However the launcher ends, kill -9 included,
 * the pipe closes; what is then still on the record is stopped. Argument: the record's path.
 */
import { endProcesses } from './end-processes.ts';
import { readRun } from './record.ts';

process.stdin.resume().on('end', () => {
  const [, , path = ''] = process.argv;
  void endProcesses(readRun(path)?.processes ?? []);
});
