/** A text in Vietnamese and English. */
export type Text = { vi: string; en: string };
/** The languages of responses. */
export type Locale = keyof Text;

/**
 * One fault of the input: its place (JSON pointer into the body, or parameter name), a stable code, a text, for stock
 * the current quantity, and for an instant that is too far ahead the server's time.
 */
export type Fault = {
  pointer?: string;
  parameter?: string;
  code: string;
  detail: Text;
  current?: string;
  serverTime?: string;
};

type Kind = { status: number; title: Text };

/** All error codes with their HTTP status: the only mapping from errors to HTTP. */
export const PROBLEMS = {
  malformed_body: { status: 400, title: { vi: 'Nội dung gửi lên không đọc được', en: 'The body cannot be read' } },
  invalid_request: { status: 400, title: { vi: 'Yêu cầu không hợp lệ', en: 'The request is not valid' } },
  cursor_invalid: { status: 400, title: { vi: 'Con trỏ trang không hợp lệ', en: 'The cursor is not valid' } },
  unauthenticated: { status: 401, title: { vi: 'Cần đăng nhập', en: 'Sign-in needed' } },
  forbidden: { status: 403, title: { vi: 'Không có quyền', en: 'Not allowed' } },
  not_found: { status: 404, title: { vi: 'Không tìm thấy', en: 'Not found' } },
  method_not_allowed: { status: 405, title: { vi: 'Phương thức không được hỗ trợ', en: 'Method not allowed' } },
  state_conflict: {
    status: 409,
    title: { vi: 'Trạng thái hiện tại không cho phép', en: 'Conflict with the current state' },
  },
  already_exists: { status: 409, title: { vi: 'Đã tồn tại', en: 'Already exists' } },
  last_member: {
    status: 409,
    title: { vi: 'Thành viên cuối cùng không thể rời đi', en: 'The last member cannot leave' },
  },
  producer_not_verified: {
    status: 409,
    title: { vi: 'Chủ thể chưa được xác minh', en: 'The producer is not verified' },
  },
  stock_insufficient: { status: 409, title: { vi: 'Không đủ hàng', en: 'Not enough stock' } },
  stock_stale: {
    status: 409,
    title: { vi: 'Số lượng đã thay đổi', en: 'The stock has changed' },
  },
  stock_counted_since: {
    status: 409,
    title: { vi: 'Đã kiểm đếm sau đó', en: 'Counted since then' },
  },
  version_stale: { status: 412, title: { vi: 'Dữ liệu đã thay đổi', en: 'The resource has changed' } },
  payload_too_large: { status: 413, title: { vi: 'Nội dung quá lớn', en: 'The body is too large' } },
  unsupported_media_type: {
    status: 415,
    title: { vi: 'Kiểu nội dung không được hỗ trợ', en: 'Unsupported media type' },
  },
  rule_violated: { status: 422, title: { vi: 'Trái quy định', en: 'Against a rule' } },
  idempotency_mismatch: {
    status: 422,
    title: { vi: 'Khóa đã dùng cho nội dung khác', en: 'The key was used for another request' },
  },
  precondition_required: { status: 428, title: { vi: 'Thiếu If-Match', en: 'If-Match is required' } },
  rate_limited: { status: 429, title: { vi: 'Quá nhiều yêu cầu', en: 'Too many requests' } },
  internal: { status: 500, title: { vi: 'Lỗi hệ thống', en: 'Internal error' } },
  dependency_unavailable: { status: 503, title: { vi: 'Tạm thời không phục vụ được', en: 'Temporarily unavailable' } },
} as const satisfies Record<string, Kind>;

/** A stable error code. */
export type ProblemCode = keyof typeof PROBLEMS;

/**
 * An error for the caller. `detail` and `faults` contain no stack, no stored value and no data of other tenants;
 * `retryAfterSeconds` and `allow` become headers.
 */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly detail: Text | undefined;
  readonly faults: Fault[];
  readonly retryAfterSeconds: number | undefined;
  readonly allow: string | undefined;

  constructor(
    code: ProblemCode,
    detail?: Text,
    more: { faults?: Fault[]; retryAfterSeconds?: number; allow?: string; cause?: unknown } = {},
  ) {
    super(code, { cause: more.cause });
    this.code = code;
    this.detail = detail;
    this.faults = more.faults ?? [];
    this.retryAfterSeconds = more.retryAfterSeconds;
    this.allow = more.allow;
  }
}

/** The problem for a resource that does not exist or that the caller may not know of; the two are indistinguishable. */
export const notFound = (): Problem =>
  new Problem('not_found', {
    vi: 'Không có tài nguyên này hoặc bạn không được biết đến nó.',
    en: 'There is no such resource, or you may not know of it.',
  });

/** A fault of one field of the body that breaks a rule. `pointer` is a JSON pointer. */
export const brokenRule = (pointer: string, code: string, detail: Text): Fault => ({ pointer, code, detail });

/** The problem of a cursor that is damaged or belongs to another list. */
export const cursorInvalid = (): Problem =>
  new Problem('cursor_invalid', undefined, {
    faults: [
      {
        parameter: 'cursor',
        code: 'cursor_invalid',
        detail: {
          vi: 'Con trỏ không thuộc danh sách này; hãy đọc lại từ trang đầu.',
          en: 'The cursor does not belong to this list; start again from the first page.',
        },
      },
    ],
  });

/** The problem of an idempotency key that was used with another body. */
export const keyMismatch = (): Problem =>
  new Problem('idempotency_mismatch', {
    vi: 'Khóa này đã được dùng cho một yêu cầu khác.',
    en: 'This key was used for a different request.',
  });
