// Texts of sales points that callers read, in both languages.
import type { Text } from '#shared/platform/problem.ts';

export const activeOnly: Text = {
  vi: 'Tìm theo khoảng cách hoặc theo sản phẩm chỉ có điểm đang hoạt động.',
  en: 'Only active ones are found by distance or by product.',
};

export const timesComeTogether: Text = {
  vi: 'Giờ mở và giờ đóng cửa đi cùng nhau.',
  en: 'Opening and closing times come together.',
};

export const weekdayRepeated: Text = {
  vi: 'Mỗi thứ chỉ ghi một lần.',
  en: 'Each weekday is given once only.',
};

export const holidayEndsBeforeStart: Text = {
  vi: 'Không được trước ngày bắt đầu.',
  en: 'Must not be before the first day.',
};

export const coordinatesOutsideVietnam: Text = {
  vi: 'Tọa độ này nằm ngoài Việt Nam; hãy xem có đảo vĩ độ và kinh độ không.',
  en: 'These coordinates are outside Vietnam; are latitude and longitude swapped?',
};

export const locationUnconfirmed = (commune: string, km: number): Text => ({
  vi: `Tọa độ cách trung tâm ${commune} khoảng ${km} km. Hãy kiểm tra tọa độ và xã; nếu đúng, gửi kèm locationConfirmed: true.`,
  en: `The place is about ${km} km from the centre of ${commune}. Check the coordinates and the commune; if they are right, send locationConfirmed: true.`,
});

export const salesPointProvinceFixed: Text = {
  vi: 'Điểm bán đã được duyệt không chuyển sang tỉnh khác.',
  en: 'A sales point that was approved does not move to another province.',
};

export const salesPointNoun: Text = {
  vi: 'điểm bán',
  en: 'a sales point',
};

export const movedTooOften: Text = {
  vi: 'Điểm bán vừa đổi vị trí quá nhiều lần; hãy thử lại sau.',
  en: 'The sales point has just moved too often; try again later.',
};

/** Names of the transitions in the text of a 409. */
export const SALES_POINT_VERBS = {
  approve: { vi: 'duyệt', en: 'approve' },
  pause: { vi: 'tạm ngừng', en: 'pause' },
  resume: { vi: 'mở lại', en: 'resume' },
} as const satisfies Record<string, Text>;

/** The states in Vietnamese. */
export const SALES_POINT_STATES_VI = { proposed: 'chờ duyệt', active: 'đang hoạt động', paused: 'tạm ngừng' } as const;

export const pausedByOffice: Text = {
  vi: 'Văn phòng đã tạm ngừng điểm bán này; hãy liên hệ văn phòng để mở lại.',
  en: 'The office has paused this sales point; ask the office to resume it.',
};
