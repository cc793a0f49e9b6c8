/**
 * Is told that a child process has started, for whoever counts them.
 * @returns is called when it has ended.
 */
export type ChildStarted = (program: string) => () => void;

/** Nobody counts. */
export const noChildWatch: ChildStarted = () => () => undefined;
