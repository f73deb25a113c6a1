import { useTexts } from '../../shared/language.tsx';
import { Loaded } from '../../shared/states.tsx';
import styles from './inbox.module.css';
import { PersonPane } from './person-pane.tsx';
import { personTexts } from './person-texts.ts';
import { Talk } from './talk.tsx';
import { talkTexts } from './talk-texts.ts';
import { useDialog } from './use-talk.ts';

type OpenDialogProps = {
  number: number;
  /** Which pane is seen where there is room for one only. */
  shown: 'list' | 'talk' | 'person';
  isPersonShown: boolean;
  onDone: () => void;
};

/** The dialog that was opened: what was said, and who the person is. */
export function OpenDialog({ number, shown, isPersonShown, onDone }: OpenDialogProps) {
  const t = useTexts(talkTexts);
  const person = useTexts(personTexts);
  const query = useDialog(number);
  return (
    <>
      <section
        className={styles['pane']}
        data-pane="talk"
        data-shown={shown === 'talk'}
        aria-label={t.talk}
      >
        <Loaded query={query}>{(dialog) => <Talk dialog={dialog} onDone={onDone} />}</Loaded>
      </section>
      {isPersonShown && (
        <section
          className={styles['pane']}
          data-pane="person"
          data-shown={shown === 'person'}
          aria-label={person.person}
        >
          <Loaded query={query}>{(dialog) => <PersonPane dialog={dialog} />}</Loaded>
        </section>
      )}
    </>
  );
}
