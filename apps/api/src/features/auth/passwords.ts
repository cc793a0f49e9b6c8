import argon2 from 'argon2';

export interface Passwords {
  hash(password: string): Promise<string>;
  /** Takes as long for a hash that is not there, so that the answer's time tells nobody who has an account. */
  verify(hash: string | null, password: string): Promise<boolean>;
}

/** Argon2id with the package's defaults (64 MiB, 3 passes, 4 lanes), which follow RFC 9106. */
export function createPasswords(): Passwords {
  const hash = (password: string): Promise<string> =>
    argon2.hash(password, { type: argon2.argon2id });
  // Made when it is first needed: at every start it would cost what a sign-in costs. So the first unknown address after
  // a start is answered more slowly, which tells of that address alone, and of none that is asked for later.
  let decoy: Promise<string> | undefined;
  const decoyHash = () => {
    decoy ??= hash('nobody has this password').catch((error: unknown) => {
      decoy = undefined;
      throw error;
    });
    return decoy;
  };
  return {
    hash,
    verify: async (known, password) => {
      const matches = await argon2.verify(known ?? (await decoyHash()), password);
      return known !== null && matches;
    },
  };
}
