export { startOpenIdProvider, type TestOpenIdProvider } from './provider.ts';
export type { OpenIdUser } from './types.ts';
