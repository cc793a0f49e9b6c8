/**
 * What is asked of a reader by who wants something of them, in words that notes of meetings hardly have unless they were
 * said. One list a language, each with what says the same.
 */
const lures: readonly RegExp[] = [
  /\b(?:sign(?:ing|ed)? ?in|sign-in|log(?:ging|ged)?[ -]?in|login|log ?on|re-?authenticate|einloggen|anmelden|iniciar sesión|connectez|reconnectez)\b/iu,
  /\b(?:passwords?|passcodes?|passphrases?|credentials?|one-time code|pin code|security code|passwort|kennwort|contraseña|mot de passe)\b/iu,
  /\b(?:click(?:s|ed|ing)?|tap here|scan (?:the|this) (?:qr )?code|qr code|klicken|haga clic|cliquez)\b/iu,
  /\b(?:gift cards?|bitcoins?|crypto(?:currency)?|wire transfer|iban|bank (?:details|account)|credit card|card number)\b/iu,
  /\b(?:(?:session|account|subscription) (?:has |is |was )?(?:been )?(?:expired|suspended|locked|blocked))\b/iu,
];

const reader = /\b(?:you|your|yours|yourself|ihr konto|tu cuenta|su cuenta|votre compte)\b/iu;

/** Whether a plain text asks its reader for something, or addresses them, which these words do not. */
export const addressesReader = (statement: string, said: string): boolean =>
  [...lures, reader].some((one) => one.test(statement) && !one.test(said));
