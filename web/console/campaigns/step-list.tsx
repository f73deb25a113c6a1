import { UnstyledButton, VisuallyHidden } from '@mantine/core';
import { useTexts } from '../../shared/language.tsx';
import styles from './step-list.module.css';
import { type Step, steps } from './steps.ts';
import { wizardTexts } from './wizard-texts.ts';

type StepListProps = {
  step: Step;
  /** Steps that can't be taken yet. */
  isClosed: (step: Step) => boolean;
  onGo: (step: Step) => void;
};

/** Where one is on the way to a campaign; any step can be gone to. */
export function StepList({ step, isClosed, onGo }: StepListProps) {
  const t = useTexts(wizardTexts);
  return (
    <nav aria-label={t.stepsLabel}>
      <ol className={styles['steps']}>
        {steps.map((one, place) => (
          <li key={one}>
            <UnstyledButton
              className={styles['step'] ?? ''}
              aria-current={one === step ? 'step' : undefined}
              disabled={isClosed(one)}
              onClick={() => onGo(one)}
            >
              <span className={styles['number']} aria-hidden>
                {place + 1}
              </span>
              <span className={styles['name']}>{t.steps[one]}</span>
            </UnstyledButton>
          </li>
        ))}
      </ol>
      <VisuallyHidden role="status">
        {t.stepOf(steps.indexOf(step) + 1, steps.length, t.steps[step])}
      </VisuallyHidden>
    </nav>
  );
}
