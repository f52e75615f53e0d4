// Texts of products that callers read, in both languages.
import type { Text } from '#shared/platform/problem.ts';

export const gtinRestricted: Text = {
  vi: 'Mã này không phải mã sản phẩm toàn cầu: là mã nội bộ cửa hàng (02, 04, 20–29), ấn phẩm (977) hoặc phiếu (980–99).',
  en: 'These digits name no product worldwide: they are a shop’s own number (02, 04, 20–29), a periodical (977) or a coupon (980–99).',
};

export const gtinInvalid: Text = {
  vi: 'GTIN phải có 8, 12, 13 hoặc 14 chữ số với chữ số kiểm tra đúng.',
  en: 'A GTIN has 8, 12, 13 or 14 digits and a right check digit.',
};

export const abvRequired: Text = {
  vi: 'Đồ uống có cồn phải ghi độ cồn.',
  en: 'A drink with alcohol must state its strength.',
};

export const abvNotApplicable: Text = {
  vi: 'Chỉ đồ uống có cồn (bộ 14, 15) mới ghi độ cồn.',
  en: 'Only drinks with alcohol (sets 14, 15) state a strength.',
};

export const productNoun: Text = {
  vi: 'sản phẩm',
  en: 'a product',
};

export const nothingInReview: Text = {
  vi: 'Không có thay đổi nào đang chờ duyệt cho sản phẩm này.',
  en: 'There is no proposed change of this product in review.',
};

export const originProvinceFixed: Text = {
  vi: 'Sản phẩm đã được duyệt hoặc chứng nhận không chuyển sang tỉnh khác.',
  en: 'A product that was approved or certified does not move to another province.',
};

export const verifyProducerFirst: Text = {
  vi: 'Xác minh chủ thể trước khi công bố sản phẩm của họ.',
  en: 'Verify the producer before publishing its products.',
};

/** Names of the transitions in the text of a 409. */
export const PRODUCT_VERBS = {
  edit: { vi: 'sửa', en: 'edit' },
  changeImages: { vi: 'đổi ảnh', en: 'change the images of' },
  submit: { vi: 'nộp', en: 'submit' },
  withdraw: { vi: 'rút lại', en: 'withdraw' },
  approve: { vi: 'duyệt', en: 'approve' },
  requestChanges: { vi: 'yêu cầu sửa', en: 'request-changes' },
  suspend: { vi: 'đình chỉ', en: 'suspend' },
  recall: { vi: 'thu hồi', en: 'recall' },
  reinstate: { vi: 'bỏ đình chỉ', en: 'reinstate' },
  archive: { vi: 'lưu trữ', en: 'archive' },
  restore: { vi: 'khôi phục', en: 'restore' },
} as const satisfies Record<string, Text>;

/** The states in Vietnamese. */
export const PRODUCT_STATES_VI = {
  draft: 'bản nháp',
  submitted: 'chờ duyệt',
  published: 'đã công bố',
  suspended: 'bị đình chỉ',
  archived: 'đã lưu trữ',
} as const;
