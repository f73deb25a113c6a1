/**
 * Every error code that an answer of the API can carry, with its HTTP status. This is the only
 * list: the type `ErrorCode`, the HTTP mapping and the OpenAPI document are made from it.
 */
export const errorStatus = {
  // the request itself
  invalid_request: 400,
  invalid_json: 400,
  invalid_path: 400,
  invalid_media: 400,
  invalid_proxy: 400,
  body_too_large: 413,
  unauthorized: 401,
  forbidden: 403,
  not_found: 404,
  already_exists: 409,
  conflict: 409,
  idempotency_conflict: 409,
  too_many_requests: 429,

  // chats
  not_chat_admin: 403,

  // signing in to the console
  wrong_sign_in: 401,
  totp_required: 401,
  wrong_totp: 401,
  wrong_set_up_code: 403,
  weak_password: 400,
  link_expired: 410,

  // bringing an account in
  account_banned: 409,
  invalid_tdata: 400,
  invalid_session: 400,
  conversion_failed: 400,
  wrong_passcode: 400,
  unsafe_archive: 400,
  session_expired: 409,
  phone_invalid: 400,
  phone_banned: 409,
  code_invalid: 400,
  code_expired: 400,
  password_required: 409,
  password_invalid: 400,
  login_not_found: 404,

  // sending
  no_available_accounts: 503,
  account_unavailable: 409,
  user_blocked: 403,
  flood_wait: 429,
  too_soon: 429,
  do_not_contact: 403,
  no_consent_basis: 403,
  peer_not_found: 404,
  not_addable: 403,
  cannot_invite: 409,
  refused_by_telegram: 502,

  // what was paid for
  payment_required: 402,
  plan_limit: 409,

  // the world outside
  telegram_not_configured: 503,
  telegram_unavailable: 503,
  proxy_unavailable: 503,
  download_failed: 400,
  timeout: 504,
  not_ready: 503,
  too_many_connections: 503,
  internal: 500,
} as const;

export type ErrorCode = keyof typeof errorStatus;
