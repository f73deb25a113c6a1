import type { tl } from '@mtcute/core';
import type { Call } from '../call.ts';

/** Long enough for any test, and in the future of real time, which clients compare it with. */
const VALID_SECONDS = 24 * 60 * 60;

/** Numbers that only layers before 151 ask for. */
const formerly = {
  savedGifsLimit: 200,
  stickersFavedLimit: 5,
  pinnedDialogsCountMax: 5,
  pinnedInfolderCountMax: 100,
};

/** The configuration: every data centre is this box (https://core.telegram.org/method/help.getConfig). */
export function getConfig(call: Call): tl.RawConfig {
  const now = Math.floor(Date.now() / 1000);
  return {
    ...formerly,
    _: 'config',
    date: now,
    expires: now + VALID_SECONDS,
    testMode: false,
    thisDc: call.dc.id,
    dcOptions: [1, 2, 3, 4, 5].map((id) => ({
      _: 'dcOption',
      id,
      ipAddress: call.dc.host,
      port: call.dc.port,
      static: true,
    })),
    dcTxtDomainName: 'localhost',
    chatSizeMax: 200,
    megagroupSizeMax: 200_000,
    forwardedCountMax: 100,
    onlineUpdatePeriodMs: 210_000,
    offlineBlurTimeoutMs: 5000,
    offlineIdleTimeoutMs: 30_000,
    onlineCloudTimeoutMs: 300_000,
    notifyCloudDelayMs: 30_000,
    notifyDefaultDelayMs: 1500,
    pushChatPeriodMs: 60_000,
    pushChatLimit: 2,
    editTimeLimit: 172_800,
    revokeTimeLimit: 2_147_483_647,
    revokePmTimeLimit: 2_147_483_647,
    ratingEDecay: 2_419_200,
    stickersRecentLimit: 200,
    channelsReadMediaPeriod: 604_800,
    callReceiveTimeoutMs: 20_000,
    callRingTimeoutMs: 90_000,
    callConnectTimeoutMs: 30_000,
    callPacketTimeoutMs: 10_000,
    meUrlPrefix: 'https://t.me/',
    captionLengthMax: 1024,
    messageLengthMax: 4096,
    webfileDcId: call.dc.id,
  };
}

export function getNearestDc(call: Call): tl.RawNearestDc {
  return { _: 'nearestDc', country: 'US', thisDc: call.dc.id, nearestDc: call.dc.id };
}
