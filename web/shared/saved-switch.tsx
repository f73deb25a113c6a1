import { Switch, type SwitchProps } from '@mantine/core';
import { useAction } from './use-action.ts';

type SavedSwitchProps = Pick<
  SwitchProps,
  'label' | 'description' | 'aria-label' | 'disabled' | 'title'
> & {
  isOn: boolean;
  save: (isOn: boolean) => Promise<unknown>;
  /** Rooms whose lists change by it. */
  refreshes: readonly string[];
  onDone?: (isOn: boolean) => void;
};

/** A switch that is stored as it is turned: it shows what is wished until the server has it. */
export function SavedSwitch(props: SavedSwitchProps) {
  const { isOn, save, refreshes, onDone, disabled = false, ...field } = props;
  const turn = useAction(save, { refreshes, onDone: (_, wished) => onDone?.(wished) });
  return (
    <Switch
      {...field}
      checked={turn.isPending ? turn.variables : isOn}
      disabled={disabled}
      onChange={({ currentTarget }) => {
        if (!turn.isPending) turn.mutate(currentTarget.checked);
      }}
    />
  );
}
