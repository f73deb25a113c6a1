/** `/stop@our_bot 12` is the command stop with the words 12; other words are no command. */
export function readCommand(text: string): { name: string | undefined; words: string } {
  const match = /^\/([a-z_0-9]{1,32})(?:@\w+)?(?:\s+([\s\S]*))?$/i.exec(text.trim());
  return { name: match?.[1]?.toLowerCase(), words: match?.[2]?.trim() ?? '' };
}
