import { describe, expect, it } from 'vitest';
import { directDownloadUrl, isShareHost, isSharePage } from './share-links.ts';

const id = '1a2B3c4D5e6F7g8H9i0J_kLmNoPqRs-tU';

function direct(address: string): string | undefined {
  return directDownloadUrl(new URL(address))?.href;
}

describe('a Google Drive share link', () => {
  it.each([
    `https://drive.google.com/file/d/${id}/view?usp=sharing`,
    `https://drive.google.com/file/d/${id}/view?usp=drive_link`,
    `https://drive.google.com/file/d/${id}/edit`,
    `https://drive.google.com/file/d/${id}/preview`,
    `https://drive.google.com/file/d/${id}`,
    `https://drive.google.com/file/u/1/d/${id}/view`,
    `https://drive.google.com/a/example.com/file/d/${id}/view`,
    `https://drive.google.com/open?id=${id}`,
    `https://drive.google.com/open?usp=drive_copy&id=${id}`,
    `https://drive.google.com/uc?id=${id}&export=download`,
    `https://drive.google.com/u/0/uc?export=download&id=${id}`,
    `https://docs.google.com/uc?export=download&id=${id}`,
    `https://docs.google.com/file/d/${id}/edit`,
    `https://drive.usercontent.google.com/download?id=${id}&authuser=0`,
    `http://drive.google.com/open?id=${id}`,
  ])('%s leads to the file itself', (address) => {
    expect(direct(address)).toBe(
      `https://drive.usercontent.google.com/download?id=${id}&export=download&confirm=t`,
    );
  });

  it('keeps its resource key', () => {
    expect(direct(`https://drive.google.com/file/d/${id}/view?resourcekey=0-AbC_d`)).toBe(
      `https://drive.usercontent.google.com/download?id=${id}&export=download&confirm=t&resourcekey=0-AbC_d`,
    );
  });

  it.each([
    `https://drive.google.com/drive/folders/${id}`,
    'https://drive.google.com/open',
    'https://drive.google.com/open?id=x',
    'https://drive.google.com/file/d/a%2F..%2F..%2Fb/view',
    `https://example.com/file/d/${id}/view`,
    `https://drive.google.com.example.com/open?id=${id}`,
    `https://notdrive.google.com/open?id=${id}`,
  ])('is not %s', (address) => {
    expect(direct(address)).toBeUndefined();
  });
});

it('a folder is still known to be on a share service', () => {
  expect(isShareHost(new URL(`https://drive.google.com/drive/folders/${id}`))).toBe(true);
});

describe('a page in place of the shared file', () => {
  it('is HTML that is not an attachment', () => {
    expect(isSharePage('text/html; charset=utf-8', '')).toBe(true);
  });

  it('is not a shared HTML file, which comes as an attachment', () => {
    expect(isSharePage('text/html', 'attachment; filename="page.html"')).toBe(false);
  });

  it('is not a file of another type', () => {
    expect(isSharePage('video/mp4', '')).toBe(false);
  });
});
