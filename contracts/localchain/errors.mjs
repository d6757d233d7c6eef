/** What a caller did wrong or asked in vain; `code` is the HTTP status and toncenter's error code. */
export class ApiError extends Error {
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

export const invalid = message => new ApiError(422, message);

/** The chain's own refusals; callers tell them from others by the text, as with a real node. */
export const refused = message => new ApiError(500, `LITE_SERVER_UNKNOWN: ${message}`);

/** The caller's connection ends without an answer. */
export class ConnectionCut extends Error {}
