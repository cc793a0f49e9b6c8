export { createConfine, type Confine, type Confined } from './confine.ts';
export { giveToChild } from './child-user.ts';
