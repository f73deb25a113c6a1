/**
 * What a model puts around a message taken off: its thinking aloud, quotes around the whole, a
 * label before it, emphasis that Telegram would show as asterisks. The words stay as they are.
 */
export function tidyAnswer(text: string): string {
  return unquote(
    text
      .replace(/^\s*<think(?:ing)?>[\s\S]*?<\/think(?:ing)?>/i, '')
      .trim()
      .replace(/^(?:(?:ответ|сообщение|answer|reply|message|response)\s*:\s*)/i, '')
      .replace(/\[([^\]\n]+)\]\((https?:\/\/[^)\s]+)\)/g, (_, label: string, link: string) =>
        label === link ? link : `${label}: ${link}`,
      )
      .replace(/(\*\*|__)(?=\S)([^\n]*?\S)\1/g, '$2')
      .replace(/(?<!`)`([^`\n]+)`(?!`)/g, '$1')
      .replace(/^([ \t]*)[*•][ \t]+/gm, '$1— ')
      .replace(/\n{3,}/g, '\n\n')
      .trim(),
  );
}

const QUOTES: Record<string, string> = { '"': '"', '«': '»', '“': '”', '„': '“' };

function unquote(text: string): string {
  const [first = ''] = text;
  const closing = QUOTES[first];
  if (!closing || text.length < 2 || !text.endsWith(closing)) return text;
  const inside = text.slice(1, -1);
  // «A» and «B» are two quotes, not one around all.
  return inside.includes(first) || inside.includes(closing) ? text : inside.trim();
}
