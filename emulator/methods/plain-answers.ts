import type { tl } from '@mtcute/core';
import { caller } from './call.ts';
import type { MethodTable } from './method-table.ts';
import { stateOf } from './updates/get-state.ts';

const DAY = 24 * 60 * 60;
const yes = () => true;

function langPack(request: { langCode: string }): tl.RawLangPackDifference {
  return {
    _: 'langPackDifference',
    langCode: request.langCode,
    fromVersion: 0,
    version: 1,
    strings: [],
  };
}

/** What apps ask for on the way and the box has only one answer to. */
export const plainAnswers: MethodTable = {
  'account.getContentSettings': () => ({ _: 'account.contentSettings' }),
  'account.getNotifySettings': () => ({ _: 'peerNotifySettings' }),
  'account.registerDevice': yes,
  'account.unregisterDevice': yes,
  'account.updateNotifySettings': yes,
  'contacts.getTopPeers': () => ({ _: 'contacts.topPeersDisabled' }),
  'help.getAppConfig': () => ({
    _: 'help.appConfig',
    hash: 1,
    config: { _: 'jsonObject', value: [] },
  }),
  'help.getAppUpdate': () => ({ _: 'help.noAppUpdate' }),
  'help.getCdnConfig': () => ({ _: 'cdnConfig', publicKeys: [] }),
  'help.getCountriesList': () => ({ _: 'help.countriesList', countries: [], hash: 1 }),
  'help.getTermsOfServiceUpdate': () => ({
    _: 'help.termsOfServiceUpdateEmpty',
    expires: Math.floor(Date.now() / 1000) + DAY,
  }),
  'langpack.getDifference': (_call, request) => langPack(request),
  'langpack.getLangPack': (_call, request) => langPack(request),
  'langpack.getLanguages': () => [],
  'langpack.getStrings': () => [],
  'messages.getDialogFilters': () => ({
    _: 'messages.dialogFilters',
    filters: [{ _: 'dialogFilterDefault' }],
  }),
  'messages.getDialogUnreadMarks': () => [],
  'messages.getPinnedDialogs': (call) => ({
    _: 'messages.peerDialogs',
    dialogs: [],
    messages: [],
    chats: [],
    users: [],
    state: stateOf(call.world, caller(call).id),
  }),
  'messages.receivedMessages': () => [],
  'messages.reportSpam': yes,
  'photos.getUserPhotos': () => ({ _: 'photos.photos', photos: [], users: [] }),
};
