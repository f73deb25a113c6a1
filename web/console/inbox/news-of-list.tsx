import { useTexts } from '../../shared/language.tsx';
import { Announcer } from './announcer.tsx';
import { type Dialog, nameOf } from './inbox.ts';
import { inboxTexts } from './texts.ts';

/** Tells screen readers when somebody wrote in another dialog than the one that is open. */
export function NewsOfList(props: { dialogs: readonly Dialog[]; openNumber: number | undefined }) {
  const t = useTexts(inboxTexts);
  const [latest] = props.dialogs
    .filter(({ id, last_words: words }) => id !== props.openNumber && words?.direction === 'in')
    .sort((a, b) => (b.last_words?.id ?? 0) - (a.last_words?.id ?? 0));
  return (
    <Announcer
      id={latest?.last_words?.id ?? 0}
      words={latest ? t.newMessageFrom(nameOf(latest)) : ''}
    />
  );
}
