import { Button } from '@mantine/core';
import styles from './filter-buttons.module.css';

type FilterButtonsProps<V extends string> = {
  label: string;
  value: V;
  options: readonly { value: V; label: string }[];
  onChange: (value: V) => void;
};

/** One choice of a few, always in sight; they wrap where there is little room. */
export function FilterButtons<V extends string>(props: FilterButtonsProps<V>) {
  const { label, value, options, onChange } = props;
  return (
    <fieldset className={styles['buttons']}>
      <legend className={styles['legend']}>{label}</legend>
      {options.map((option) => (
        <Button
          key={option.value}
          size="compact-xs"
          variant={option.value === value ? 'filled' : 'default'}
          aria-pressed={option.value === value}
          onClick={() => onChange(option.value)}
        >
          {option.label}
        </Button>
      ))}
    </fieldset>
  );
}
