/** As much of how passwords are kept as links need. */
export interface LinkPasswords {
  hash(password: string, asker: Asker): Promise<string>;
  verify(hash: string | null, password: string, asker: Asker): Promise<{ matches: boolean }>;
}

interface Asker {
  caller: string;
  gone: AbortSignal;
}
