import { Switch, type SwitchProps } from '@mantine/core';
import { useState } from 'react';
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
  // A state of its own: a pending action is heard of later than the click, and the switch would
  // jump back in between.
  const [wished, setWished] = useState<boolean>();
  const turn = useAction(save, { refreshes, onDone: (_, done) => onDone?.(done) });
  return (
    <Switch
      {...field}
      checked={wished ?? isOn}
      disabled={disabled}
      onChange={({ currentTarget }) => {
        if (wished !== undefined) return;
        setWished(currentTarget.checked);
        turn.mutate(currentTarget.checked, { onSettled: () => setWished(undefined) });
      }}
    />
  );
}
