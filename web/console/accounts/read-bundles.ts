import type { Bundle } from './use-uploads.ts';

const fitting = /\.(zip|session|json|txt)$/i;
/** Folders of Telegram Desktop with caches: large, and no keys in them. */
const caches = /(^|\/)(user_data(#\d+)?|emoji|dictionaries|dumps|countries)\//i;

/** Files chosen or dropped one by one: each is a bundle of its own; what can't be one is left out. */
export function bundlesOf(files: readonly File[]): Bundle[] {
  return files
    .filter((file) => fitting.test(file.name))
    .map((file) => ({ label: file.name, files: [{ file, path: file.name }] }));
}

/** A folder chosen with all that is in it: one bundle, its files under their paths. */
export function folderBundle(files: readonly File[]): Bundle | undefined {
  const [first] = files;
  if (!first) return undefined;
  const label = first.webkitRelativePath.split('/')[0] ?? first.name;
  return bundleOf(
    label,
    files.map((file) => ({ file, path: file.webkitRelativePath || file.name })),
  );
}

/** What was dropped: files each by itself, a folder as one bundle. */
export async function droppedBundles(dropped: DataTransfer): Promise<Bundle[]> {
  // Entries have to be taken before the first wait: then the browser forgets them.
  const entries = [...dropped.items].map((item) => item.webkitGetAsEntry());
  const files = [...dropped.files];
  const folders = entries.filter((entry) => entry instanceof FileSystemDirectoryEntry);
  const names = new Set(folders.map((folder) => folder.name));
  const bundles = await Promise.all(
    folders.map(async (folder) => bundleOf(folder.name, await filesIn(folder))),
  );
  return [...bundlesOf(files.filter((file) => !names.has(file.name))), ...bundles];
}

function bundleOf(label: string, files: Bundle['files']): Bundle {
  return { label, files: files.filter(({ path }) => !caches.test(path)) };
}

async function filesIn(folder: FileSystemDirectoryEntry): Promise<{ file: File; path: string }[]> {
  const found: { file: File; path: string }[] = [];
  const reader = folder.createReader();
  const readSome = () =>
    new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
  for (let some = await readSome(); some.length > 0; some = await readSome()) {
    for (const entry of some) {
      const path = entry.fullPath.replace(/^\//, '');
      if (entry instanceof FileSystemDirectoryEntry) {
        if (!caches.test(`${path}/`)) found.push(...(await filesIn(entry)));
      } else if (entry instanceof FileSystemFileEntry) {
        const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject));
        found.push({ file, path });
      }
    }
  }
  return found;
}
