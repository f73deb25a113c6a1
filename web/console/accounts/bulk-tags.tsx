import { Button, Group, Modal, Stack, TagsInput } from '@mantine/core';
import { useState } from 'react';
import { useTexts } from '../../shared/language.tsx';
import { commonTexts } from '../../shared/texts.ts';
import { accountsTexts } from './texts.ts';

type BulkTagsProps = {
  title: string;
  isOpen: boolean;
  /** Tags that some of the chosen accounts have. */
  known: readonly string[];
  onClose: () => void;
  onApply: (tags: string[]) => void;
};

/** Which tags the chosen accounts get or lose. */
export function BulkTags({ title, isOpen, known, onClose, onApply }: BulkTagsProps) {
  const t = useTexts(accountsTexts);
  const common = useTexts(commonTexts);
  const [tags, setTags] = useState<string[]>([]);
  const close = () => {
    setTags([]);
    onClose();
  };
  return (
    <Modal opened={isOpen} onClose={close} title={title} centered>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onApply(tags);
          setTags([]);
        }}
      >
        <Stack>
          <TagsInput
            label={t.tags}
            description={t.tagsHint}
            data={[...known]}
            value={tags}
            onChange={setTags}
            acceptValueOnBlur
            data-autofocus
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {common.cancel}
            </Button>
            <Button type="submit" disabled={tags.length === 0}>
              {t.apply}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
