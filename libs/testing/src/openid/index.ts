export { startOpenIdProvider, type TestOpenIdProvider } from './provider.ts';
export type { OpenIdUser, Spoiling } from './types.ts';
