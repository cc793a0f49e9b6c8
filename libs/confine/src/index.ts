export { childEnvironment, createConfine, type Confine } from './confine.ts';
export { giveToChild } from './child-user.ts';
