export { childEnvironment, createConfine, type Confine } from './confine.ts';
export { noChildWatch, type ChildStarted } from './child-started.ts';
export { giveToChild } from './child-user.ts';
