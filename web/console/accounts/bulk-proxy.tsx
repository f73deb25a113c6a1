import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTexts } from '../../shared/language.tsx';
import { emptyProxy, isProxyComplete, proxyBody } from '../../shared/proxy-address.ts';
import { ProxyFields } from '../../shared/proxy-fields.tsx';
import { commonTexts } from '../../shared/texts.ts';
import { accountsTexts } from './texts.ts';

type BulkProxyProps = {
  isOpen: boolean;
  count: number;
  onClose: () => void;
  onApply: (proxy: ReturnType<typeof proxyBody>) => void;
};

/** One proxy for all chosen accounts. */
export function BulkProxy({ isOpen, count, onClose, onApply }: BulkProxyProps) {
  const t = useTexts(accountsTexts);
  const common = useTexts(commonTexts);
  const [draft, setDraft] = useState(emptyProxy);
  return (
    <Modal opened={isOpen} onClose={onClose} title={t.proxyForAll(count)} centered>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onApply(proxyBody(draft));
        }}
      >
        <Stack>
          <ProxyFields value={draft} onChange={setDraft} />
          <Text size="sm" c="dimmed">
            {t.proxyForAllHint}
          </Text>
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {common.cancel}
            </Button>
            <Button type="submit" disabled={!isProxyComplete(draft)}>
              {t.apply}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
