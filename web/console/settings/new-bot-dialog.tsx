import { Modal, PasswordInput } from '@mantine/core';
import { useState } from 'react';
import type { BotFeature } from '../../../contract/bots.ts';
import { api, take } from '../../shared/api.ts';
import { Form } from '../../shared/form.tsx';
import { useTexts } from '../../shared/language.tsx';
import { useAction } from '../../shared/use-action.ts';
import { BotPurpose } from './bot-purpose.tsx';
import { botsTexts } from './bots-texts.ts';

/** Connects a bot by its token, which Telegram is asked about at once. */
export function NewBotDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const t = useTexts(botsTexts);
  const [token, setToken] = useState('');
  const [features, setFeatures] = useState<BotFeature[]>(['admin']);
  const close = () => {
    setToken('');
    add.reset();
    onClose();
  };
  const add = useAction(
    () => take(api.POST('/bots', { body: { token: token.trim(), features } })),
    {
      refreshes: ['bots'],
      quiet: true,
      onDone: close,
    },
  );
  return (
    <Modal opened={isOpen} onClose={close} title={t.add} centered>
      <Form
        submit={t.add}
        isReady={token.trim() !== ''}
        isBusy={add.isPending}
        error={add.error}
        onSubmit={() => add.mutate(undefined)}
        onCancel={close}
      >
        <PasswordInput
          label={t.token}
          description={t.tokenHint}
          value={token}
          onChange={(event) => setToken(event.currentTarget.value)}
          autoComplete="off"
          data-autofocus
          required
        />
        <BotPurpose value={features} onChange={setFeatures} />
      </Form>
    </Modal>
  );
}
