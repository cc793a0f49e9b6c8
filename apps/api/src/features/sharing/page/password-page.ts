import { markup } from '../../../http/html.ts';
import { page, pageHeaders } from './frame.ts';

export const passwordHeaders = pageHeaders({ form: true });

/** Says nothing of the meeting. The form is sent to the address of the page. */
export const passwordPage = ({ wasWrong }: { wasWrong: boolean }): string =>
  page(
    'A shared meeting',
    markup`<h1>A shared meeting</h1>
<p id="hint">Whoever sent you this link has protected it with a password.</p>
${wasWrong && markup`<p class="warning" role="alert">That is not the password. Try again.</p>\n`}<form method="post">
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required maxlength="128" aria-describedby="hint" autofocus>
<button type="submit">Open</button>
</form>
`,
  );
