import argon2 from 'argon2';

export interface Verified {
  matches: boolean;
  /** What matches is a hash of another form of the password: it is to be replaced by one of its own form. */
  isOldForm: boolean;
}

export interface Passwords {
  hash(password: string): Promise<string>;
  /** Takes as long for a hash that is not there, so that the answer's time tells nobody who has an account. */
  verify(hash: string | null, password: string): Promise<Verified>;
}

/**
 * The same characters are typed as one code point or as several, narrow or wide, as the keyboard has it. What is hashed
 * is one form of them (NFKC, as RFC 8265 has it for comparison); accounts of earlier releases have the hash of what was
 * typed.
 */
const ownForm = (password: string): string => password.normalize('NFKC');
const oldForms = (password: string): string[] =>
  [password, password.normalize('NFC'), password.normalize('NFD')].filter(
    (form, index, forms) => form !== ownForm(password) && forms.indexOf(form) === index,
  );

/** Argon2id with the package's defaults (64 MiB, 3 passes, 4 lanes), which follow RFC 9106. */
export function createPasswords(): Passwords {
  const hash = (password: string): Promise<string> =>
    argon2.hash(ownForm(password), { type: argon2.argon2id });
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
      const compared = known ?? (await decoyHash());
      if (await argon2.verify(compared, ownForm(password))) {
        return { matches: known !== null, isOldForm: false };
      }
      // One after the other: each takes 64 MiB.
      for (const form of oldForms(password)) {
        if (await argon2.verify(compared, form)) {
          return { matches: known !== null, isOldForm: true };
        }
      }
      return { matches: false, isOldForm: false };
    },
  };
}
