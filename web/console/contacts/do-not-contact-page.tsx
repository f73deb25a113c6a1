import { useTexts } from '../../shared/language.tsx';
import { Page } from '../../shared/page.tsx';
import { shellTexts } from '../shell/texts.ts';

export default function DoNotContactPage() {
  const t = useTexts(shellTexts);
  return <Page title={t.contacts}>…</Page>;
}
