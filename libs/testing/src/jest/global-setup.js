import { register } from 'tsx/esm/api';
register();
const { default: setup } = await import('./start-postgres.ts');
export default setup;
