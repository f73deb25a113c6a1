import { expect, it } from 'vitest';
import { findTdataFolders } from './find-tdata-folders.ts';

const files = (...paths: string[]) => paths.map((path) => ({ path, size: 100 }));

it('finds tdata as the root itself', () => {
  expect(findTdataFolders(files('key_datas', 'D877F783D5D3EF8Cs'))).toEqual(['']);
});

it('finds tdata in the root', () => {
  expect(findTdataFolders(files('tdata/key_datas'))).toEqual(['tdata']);
});

it('finds tdata four folders deep and no deeper', () => {
  const found = findTdataFolders(files('a/b/c/tdata/key_datas', 'a/b/c/d/tdata/key_datas'));
  expect(found).toEqual(['a/b/c/tdata']);
});

it('finds a tdata folder under any name', () => {
  expect(findTdataFolders(files('my account/key_data0'))).toEqual(['my account']);
});

it('finds the folders of several accounts in alphabetical order', () => {
  const found = findTdataFolders(files('+2/tdata/key_datas', '+1/tdata/key_datas', 'readme.txt'));
  expect(found).toEqual(['+1/tdata', '+2/tdata']);
});

it('takes a folder without its key for no tdata', () => {
  expect(findTdataFolders(files('tdata/D877F783D5D3EF8Cs', 'tdata/settingss'))).toEqual([]);
});
