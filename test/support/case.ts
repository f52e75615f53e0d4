import type { Api, Ask } from './api.ts';

/** A request that its sender may make and that succeeds; `key` is there where the route needs one. */
export type Call = {
  path: string;
  as: string;
  query?: Record<string, string>;
  body?: object;
  etag?: string;
  key?: string;
};

/** A scene of a route; `known` says whether strangers may know of what the call is about. */
export type Scene = { name: string; known: boolean; set: (api: Api) => Promise<Call> };

/** Whom a route is for; `organisers` are officers of what only they know of, as long as it is not announced. */
export type Audience =
  | 'organisers'
  | 'anyone'
  | 'members'
  | 'officers'
  | 'members and officers'
  | 'any officer'
  | 'office';

export type Case = { audience: Audience; scenes: Scene[] };

/** A scene by its name. */
export const scene = (name: string, known: boolean, set: Scene['set']): Scene => ({ name, known, set });

export type Fields = Partial<Pick<Call, 'body' | 'query'>>;

/** The reason of a request whose verb asks for one. */
export const reason = { reason: 'Theo kết luận kiểm tra' };

/** The call about a document that `make` made, with the ETag it has then. */
export const onDocument =
  (
    make: (api: Api) => Promise<{ id: string; etag: string }>,
    as: string,
    path: (id: string) => string,
    fields: Fields = {},
  ): Scene['set'] =>
  async (api) => {
    const { id, etag } = await make(api);
    return { path: path(id), as, etag, ...fields };
  };

/** The request of a call as a test sends it. */
export const askOf = (call: Call, over: Ask = {}): Ask => ({
  as: call.as,
  ...(call.query ? { query: call.query } : {}),
  ...(call.body ? { body: call.body } : {}),
  ...over,
  headers: {
    ...(call.etag ? { 'if-match': call.etag } : {}),
    ...(call.key ? { 'idempotency-key': call.key } : {}),
    ...over.headers,
  },
});
