import { describe, expect, it } from '@jest/globals';
import { markup } from './html.ts';

describe('a template of markup', () => {
  it('shows a text as it is, in an element and in an attribute', () => {
    const text = `<script>"&'</script>`;
    expect(markup`<p title="${text}">${text}</p>`.text).toBe(
      '<p title="&lt;script&gt;&quot;&amp;&#39;&lt;/script&gt;">&lt;script&gt;&quot;&amp;&#39;&lt;/script&gt;</p>',
    );
  });

  it('takes markup as markup, lists in their order, and leaves out what is not there', () => {
    const items = ['a<', 'b'].map((text) => markup`<li>${text}</li>`);
    expect(markup`<ul>${items}${null}${false}${undefined}${7}</ul>`.text).toBe(
      '<ul><li>a&lt;</li><li>b</li>7</ul>',
    );
  });

  it('holds no half of a character', () => {
    expect(markup`<p>${'\ud83d'}</p>`.text).toBe('<p>\ufffd</p>');
  });
});
