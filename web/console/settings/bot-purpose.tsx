import { Alert, Checkbox, Stack } from '@mantine/core';
import { useState } from 'react';
import type { BotFeature } from '../../../contract/bots.ts';
import { Dialog } from '../../shared/dialog.tsx';
import { Form } from '../../shared/form.tsx';
import { useTexts } from '../../shared/language.tsx';
import { notifyDone } from '../../shared/notify.tsx';
import { commonTexts } from '../../shared/texts.ts';
import { useAction } from '../../shared/use-action.ts';
import { botsTexts } from './bots-texts.ts';
import { type Bot, nameOf, patchBot } from './use-bots.ts';

type BotPurposeProps = {
  value: readonly BotFeature[];
  onChange: (features: BotFeature[]) => void;
};

/** What a bot is for: a field of forms. */
export function BotPurpose({ value, onChange }: BotPurposeProps) {
  const t = useTexts(botsTexts);
  return (
    <Checkbox.Group
      label={t.whatFor}
      {...(value.length === 0 && { description: t.forNothing })}
      value={[...value]}
      onChange={(chosen) => onChange(chosen as BotFeature[])}
    >
      <Stack gap="xs" mt="xs">
        <Checkbox value="admin" label={t.forTeam} />
        <Checkbox value="sales" label={t.forSales} />
      </Stack>
    </Checkbox.Group>
  );
}

/** Changes what a connected bot is for. */
export function BotPurposeDialog({ bot, onClose }: { bot: Bot; onClose: () => void }) {
  const t = useTexts(botsTexts);
  const common = useTexts(commonTexts);
  const [features, setFeatures] = useState<BotFeature[]>(bot.features);
  const save = useAction(() => patchBot(bot.id, { features }), {
    refreshes: ['bots'],
    quiet: true,
    onDone: () => {
      notifyDone(t.purposeSaved(nameOf(bot)));
      onClose();
    },
  });
  return (
    <Dialog onClose={onClose} title={t.purposeOf(nameOf(bot))}>
      <Form
        submit={common.save}
        isReady
        isBusy={save.isPending}
        error={save.error}
        onSubmit={() => save.mutate(undefined)}
        onCancel={onClose}
      >
        <BotPurpose value={features} onChange={setFeatures} />
        {bot.features.includes('sales') && !features.includes('sales') && (
          <Alert color="yellow">{t.salesEnd}</Alert>
        )}
      </Form>
    </Dialog>
  );
}
