export default () => globalThis.memoPostgres?.close();
