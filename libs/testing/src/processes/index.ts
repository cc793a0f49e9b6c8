export { plainEnvironment } from './plain-environment.ts';
export { startProcess, type RunningProcess } from './start-process.ts';
