import type { Layer } from '../execute/layer.ts';
import { runContainer } from './container.ts';

const ask = `
const { writeFileSync } = require('node:fs');
const tried = (path) => { try { writeFileSync(path, ''); return 'written'; } catch ({ code }) { return code; } };
console.log(JSON.stringify([process.getuid(), tried('/app/x'), tried('/etc/x'), tried('/tmp/x')]));
`;

/** @throws Error when a process of the image is root, or writes elsewhere than to /tmp. */
export async function checkRights(layer: Layer): Promise<void> {
  const said = await runContainer({ layer, entrypoint: ['node', '-e', ask], command: [] });
  if (said !== '[1000,"EROFS","EROFS","written"]') {
    throw new Error(`${layer.name} may do what it should not (user, /app, /etc, /tmp): ${said}`);
  }
}
