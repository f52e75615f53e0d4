// Texts of outcomes that callers read, in both languages.
import type { Text } from '#shared/platform/problem.ts';

export const contractsWorthWithoutContracts: Text = {
  vi: 'Không có hợp đồng thì không có giá trị hợp đồng.',
  en: 'Where no contract was signed, none is worth anything.',
};

export const eventNotBegun: Text = {
  vi: 'Chỉ báo cáo kết quả từ ngày đầu của sự kiện đã công bố và không bị hủy.',
  en: 'Outcomes are reported from the first day on of an event that was published and not cancelled.',
};

export const tooManyEvents = (max: number): Text => ({
  vi: `Năm này có hơn ${max} sự kiện; hãy chọn một tỉnh.`,
  en: `There are more than ${max} events in this year; choose a province.`,
});

export const producerUnknown: Text = {
  vi: 'Không có chủ thể đã xác minh nào mang mã này.',
  en: 'No verified producer has this id.',
};

export const notParticipating: Text = {
  vi: 'Chủ thể không tham gia sự kiện này; cơ quan tổ chức có thể báo cáo.',
  en: 'The producer took no part in this event; its office may report.',
};

/** The states of events in reports, which are in Vietnamese. */
export const EVENT_STATUS_VI = {
  draft: 'Bản nháp',
  published: 'Đã công bố',
  ongoing: 'Đang diễn ra',
  finished: 'Đã kết thúc',
  cancelled: 'Đã hủy',
} as const;

/** Names of sheets, columns and rows of the reports. */
export const REPORT_VI = {
  contracts: 'Số hợp đồng',
  contractsVnd: 'Giá trị hợp đồng (VND)',
  memoranda: 'Số biên bản ghi nhớ',
  turnoverVnd: 'Doanh thu (VND)',
  visitors: 'Lượt khách',
  event: 'Sự kiện',
  kind: 'Loại',
  status: 'Trạng thái',
  basisNumber: 'Số văn bản',
  basisDate: 'Ngày văn bản',
  organizer: 'Đơn vị tổ chức',
  provinces: 'Địa bàn',
  startDate: 'Từ ngày',
  endDate: 'Đến ngày',
  openDays: 'Số ngày mở cửa',
  total: 'Tổng cộng',
  registered: 'Đăng ký',
  admitted: 'Được tham gia',
  attended: 'Có mặt',
  outcomes: 'Kết quả',
  producer: 'Chủ thể',
  reportedBy: 'Người báo cáo',
  reportedAt: 'Báo cáo lúc',
  note: 'Ghi chú',
  organizerShare: 'Ban tổ chức (phần chung của sự kiện)',
  reports: 'Số báo cáo',
  byKind: 'Theo loại',
  events: 'Số sự kiện',
  reported: 'Đã báo cáo',
} as const;
