import { expect, test } from 'vitest';
import { html, withLinks } from './html.ts';

test('what is put into a page is text, and what was written as HTML stays HTML', () => {
  const inner = html`<b>${'<i>'}</b>`;
  expect(html`<p title="${'"\'&'}">${inner}${['a<', html`<br>`]}</p>`.text).toBe(
    '<p title="&quot;&#39;&amp;"><b>&lt;i&gt;</b>a&lt;<br></p>',
  );
});

test('what is missing leaves nothing behind', () => {
  expect(html`[${false}${null}${undefined}${''}${0}]`.text).toBe('[0]');
});

test('addresses in a text become links, without what ends the sentence', () => {
  const link = (to: string) => `<a href="${to}" target="_blank" rel="noopener">${to}</a>`;
  expect(withLinks('See https://a.example/b, (http://c.example).').text).toBe(
    `See ${link('https://a.example/b')}, (${link('http://c.example')}).`,
  );
  expect(withLinks('javascript:alert(1) "https://x.example/"onclick=1').text).toBe(
    `javascript:alert(1) &quot;${link('https://x.example/')}&quot;onclick=1`,
  );
});
