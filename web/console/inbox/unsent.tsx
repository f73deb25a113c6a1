import { IconClock } from '@tabler/icons-react';
import { useTexts } from '../../shared/language.tsx';
import styles from './talk.module.css';
import { talkTexts } from './talk-texts.ts';
import { useUnsent } from './use-say.ts';

/** What was just written, until the server has it. */
export function Unsent({ number }: { number: number }) {
  const t = useTexts(talkTexts);
  const unsent = useUnsent(number);
  return unsent.map((words, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: they have no ids yet, and their order stays
    <div key={index} className={styles['said']} data-from="us" style={{ opacity: 0.75 }}>
      <div className={styles['bubble']}>
        {words.type !== 'text' && `${words.filename ?? t.typeOf[words.type]}\n`}
        {words.content ?? words.caption}
        <div className={styles['foot']}>
          <span>{t.statusOf.sending}</span>
          <IconClock size={14} aria-hidden />
        </div>
      </div>
    </div>
  ));
}
