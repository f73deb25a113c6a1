import { Modal, type ModalProps } from '@mantine/core';
import { useTexts } from './language.tsx';
import { commonTexts } from './texts.ts';

/** A window over the page, for as long as it is rendered; its cross says what it does. */
export function Dialog(props: Pick<ModalProps, 'title' | 'onClose' | 'size' | 'children'>) {
  const t = useTexts(commonTexts);
  return <Modal opened centered closeButtonProps={{ 'aria-label': t.close }} {...props} />;
}
