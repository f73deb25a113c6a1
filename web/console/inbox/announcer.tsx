import { VisuallyHidden } from '@mantine/core';
import { useState } from 'react';

/**
 * Tells screen readers of what is new, when they have finished; what was there at first is not new.
 * @param id grows with what is new
 */
export function Announcer({ id, words }: { id: number; words: string }) {
  const [first, setFirst] = useState(id);
  const [told, setTold] = useState({ id, words: '' });
  // What is read first is what was there already.
  if (first === 0 && id > 0) {
    setFirst(id);
    setTold({ id, words: '' });
  } else if (id > told.id) setTold({ id, words });
  return (
    <VisuallyHidden role="status" aria-live="polite">
      {told.words}
    </VisuallyHidden>
  );
}
