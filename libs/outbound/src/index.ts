export { createDeliver } from './deliver.ts';
export { operatorAddress } from './destination.ts';
export { createDownload } from './download.ts';
export { createGuard } from './guard/guard.ts';
export { createRefusal } from './refusal.ts';
export { readRetryAfter } from './retry-after.ts';
export { createSign } from './sign.ts';
