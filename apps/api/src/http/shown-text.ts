import { z } from 'zod';

/** Something of it can be seen: not only blanks, control and format characters, and letters that are made to be empty. */
const isSeen = (text: string): boolean =>
  /[^\p{Z}\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]/u.test(text);

/** Text that is shown on a line of its own, without blanks around it; empty where nothing of it can be seen. */
export const shownText = () => z.string().overwrite((text) => (isSeen(text) ? text.trim() : ''));

/** What somebody is called: names that look the same, because an accent is a character of its own in one, are the same. */
export const personName = () => shownText().normalize('NFC');
