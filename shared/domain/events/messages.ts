// Texts of events that callers read, in both languages.
import type { Text } from '#shared/platform/problem.ts';
import { type Day, dayText } from '#shared/platform/vietnam-day.ts';

export const windowEmpty: Text = {
  vi: 'Không được trước ngày đầu của khoảng.',
  en: 'Must not be before `from`.',
};

export const windowTooLong = (days: number): Text => ({
  vi: `Khoảng thời gian dài nhất ${days} ngày.`,
  en: `A window has at most ${days} days.`,
});

export const valueRepeated: Text = {
  vi: 'Mỗi giá trị chỉ ghi một lần.',
  en: 'Each value is given once only.',
};

export const coordinatesComeTogether: Text = {
  vi: 'Vĩ độ và kinh độ đi cùng nhau.',
  en: 'Latitude and longitude come together.',
};

export const stopContradiction: Text = {
  vi: 'Một điểm dừng là chủ thể hoặc điểm bán, không phải cả hai.',
  en: 'A stop is at a producer or at a sales point, not at both.',
};

export const eventDayOutOfRange = (firstDay: string, lastDay: string): Text => ({
  vi: `Phải trong khoảng từ ${firstDay} đến ${lastDay}.`,
  en: `Must be from ${firstDay} to ${lastDay}.`,
});

export const eventEndsBeforeStart: Text = {
  vi: 'Ngày kết thúc không được trước ngày bắt đầu.',
  en: 'The last day must not be before the first.',
};

export const eventTooLong = (days: number): Text => ({
  vi: `Sự kiện dài nhất ${days} ngày.`,
  en: `An event lasts at most ${days} days.`,
});

export const closedDateOutside: Text = {
  vi: 'Ngày nghỉ phải nằm giữa ngày đầu và ngày cuối.',
  en: 'Closed days lie between the first day and the last.',
};

export const startTimeMissing: Text = {
  vi: 'Có giờ kết thúc thì phải có giờ bắt đầu.',
  en: 'An end time needs a start time.',
};

export const eventTimesReversed: Text = {
  vi: 'Giờ kết thúc phải sau giờ bắt đầu; nếu sự kiện kéo dài qua nửa đêm, ghi ngày kết thúc là hôm sau.',
  en: 'The end time must be after the start time; an event over midnight ends on the next day.',
};

export const hoursReversed: Text = {
  vi: 'Giờ kết thúc phải sau giờ bắt đầu; giờ sau nửa đêm ghi vào ngày hôm sau, nửa đêm ghi là 24:00.',
  en: 'Must be after `from`; hours after midnight belong to the next day, and midnight is 24:00.',
};

export const hoursOutsideDays = (entry: number): Text => ({
  vi: `Mục giờ thứ ${entry} ngoài những ngày của sự kiện.`,
  en: `Entry ${entry} is outside of the event's days.`,
});

export const hoursOverlap = (entry: number): Text => ({
  vi: `Mục giờ thứ ${entry} trùng giờ với một mục khác cùng ngày.`,
  en: `Entry ${entry} overlaps another one of that day.`,
});

export const hoursBeforeStart = (entry: number): Text => ({
  vi: `Mục giờ thứ ${entry} trước giờ bắt đầu của sự kiện.`,
  en: `Entry ${entry} is before the event's start time.`,
});

export const hoursAfterEnd = (entry: number): Text => ({
  vi: `Mục giờ thứ ${entry} sau giờ kết thúc của sự kiện.`,
  en: `Entry ${entry} is after the event's end time.`,
});

export const stopOutsideDays = (stop: number): Text => ({
  vi: `Điểm dừng thứ ${stop} ngoài những ngày của sự kiện (giờ Việt Nam).`,
  en: `Stop ${stop} is outside of the event's days (Vietnam's time).`,
});

export const provinceUnknown: Text = {
  vi: 'Danh mục hiện hành không có mã tỉnh này.',
  en: 'The current list has no such province code.',
};

export const registrationEndsBeforeStart: Text = {
  vi: 'Không được trước ngày mở đăng ký.',
  en: 'Must not be before the first day of registration.',
};

export const registrationAfterEnd: Text = {
  vi: 'Đăng ký không kéo dài quá ngày cuối của sự kiện.',
  en: "Registration does not outlast the event's last day.",
};

export const registrationProductsOnly: Text = {
  vi: 'Chỉ dùng khi đăng ký là của sản phẩm.',
  en: 'Only where products register.',
};

export const coordinatesOutsideVietnam: Text = {
  vi: 'Tọa độ này nằm ngoài Việt Nam; hãy xem có đảo vĩ độ và kinh độ không.',
  en: 'These coordinates are outside Vietnam; are latitude and longitude swapped?',
};

export const eventKindFixed: Text = {
  vi: 'Sự kiện đã công bố giữ nguyên loại.',
  en: 'An announced event keeps its kind.',
};

export const eventOfficeFixed: Text = {
  vi: 'Sự kiện đã công bố giữ nguyên đơn vị tổ chức.',
  en: 'An announced event keeps its office.',
};

export const eventStartFixed: Text = {
  vi: 'Sự kiện đã bắt đầu giữ nguyên ngày đầu.',
  en: 'An event that has begun keeps its first day.',
};

export const registrationFixed: Text = {
  vi: 'Sự kiện đã công bố không bỏ đăng ký và không đổi đối tượng đăng ký; hãy rút ngắn thời hạn.',
  en: 'An announced event keeps its registration and whom it is for; close it by its last day.',
};

export const eventNoun: Text = {
  vi: 'sự kiện',
  en: 'an event',
};

export const placeMissing: Text = {
  vi: 'Sự kiện công bố phải có địa điểm hoặc lịch trình.',
  en: 'An event that is announced has a venue or stops.',
};

export const chooseOffice: Text = {
  vi: 'Bạn thuộc nhiều văn phòng; hãy chọn một.',
  en: 'You belong to several offices; choose one.',
};

export const officeUnknown: Text = {
  vi: 'Chưa có văn phòng này.',
  en: 'There is no such office yet.',
};

export const communeUnknown: Text = {
  vi: 'Danh mục hiện hành không có mã xã này.',
  en: 'The current list has no such commune code.',
};

export const venueOutsideProvinces: Text = {
  vi: 'Địa điểm không thuộc tỉnh nào của sự kiện.',
  en: "The venue lies in none of the event's provinces.",
};

export const stopProducerNotPublic = (stop: number): Text => ({
  vi: `Điểm dừng thứ ${stop}: không có chủ thể công khai với mã này.`,
  en: `Stop ${stop}: there is no public producer of this id.`,
});

export const stopSalesPointNotPublic = (stop: number): Text => ({
  vi: `Điểm dừng thứ ${stop}: không có điểm bán công khai với mã này.`,
  en: `Stop ${stop}: there is no public sales point of this id.`,
});

/** Names of the transitions in the text of a 409. */
export const EVENT_VERBS = {
  edit: { vi: 'sửa', en: 'change' },
  publish: { vi: 'công bố', en: 'publish' },
  cancel: { vi: 'hủy', en: 'cancel' },
} as const satisfies Record<string, Text>;

/** The states in Vietnamese. */
export const EVENT_STATES_VI = {
  draft: 'còn là bản nháp',
  published: 'đã công bố',
  ongoing: 'đang diễn ra',
  finished: 'đã kết thúc',
  cancelled: 'đã hủy',
} as const;

/** The kinds of events in Vietnamese. */
export const EVENT_KINDS_VI = {
  fair: 'Hội chợ',
  'study-tour': 'Đoàn tham quan học tập',
  'training-class': 'Lớp tập huấn',
  conference: 'Hội nghị',
  'live-sale': 'Phiên livestream',
  festival: 'Lễ hội',
  'evaluation-round': 'Đợt đánh giá',
} as const;

/** The name of a calendar; calendars are in Vietnamese. */
export const calendarNameVi = (province: string | undefined): string =>
  province === undefined ? 'Sự kiện OCOP' : `Sự kiện OCOP ${province}`;

/** The note in a calendar that lacks events. It has no commas and semicolons, which calendars escape. */
export const calendarCutVi = (entries: number, missing: { before: Day | null; from: Day | null }): string =>
  [
    `Lịch này có ${entries} sự kiện và chưa đầy đủ.`,
    ...(missing.before === null ? [] : [`Thiếu sự kiện bắt đầu trước ngày ${dayText(missing.before)}.`]),
    ...(missing.from === null ? [] : [`Thiếu sự kiện bắt đầu từ ngày ${dayText(missing.from)}.`]),
    'Hãy đăng ký lịch theo tỉnh hoặc theo loại sự kiện.',
  ].join(' ');

/** The lines of a calendar entry. */
export const calendarLunarVi = (days: string): string => `Âm lịch: ${days}`;
export const calendarOrganizerVi = (name: string): string => `Đơn vị tổ chức: ${name}`;
export const calendarBasisVi = (number: string, date: Day): string => `Căn cứ: ${number} ngày ${dayText(date)}`;
export const calendarAudienceVi = (audience: string): string => `Đối tượng: ${audience}`;
export const calendarClosedDatesVi = (days: readonly Day[]): string => `Nghỉ các ngày: ${days.map(dayText).join(', ')}`;
export const calendarStartVi = (day: Day, time: string): string =>
  `Bắt đầu: ${time} ngày ${dayText(day)}, chưa định giờ kết thúc`;
export const calendarHoursVi = (day: Day, from: string, to: string, note: string | undefined): string =>
  `Ngày ${dayText(day)}, ${from}–${to}${note === undefined ? '' : `: ${note}`}`;
export const calendarMoreHoursVi = (entries: number): string => `… và ${entries} mục giờ khác`;
export const calendarMoreStopsVi = (stops: number): string => `… và ${stops} điểm dừng khác`;

const MONTH_NAMES_VI: Readonly<Record<number, string>> = { 1: 'Giêng', 12: 'Chạp' };
/** The first ten days are called mùng. */
const LAST_MUNG = 10;

/** A day of the lunar calendar, such as `27 tháng Chạp năm Ất Tỵ`. */
export const lunarDayVi = (day: number, month: number, leap: boolean, yearName: string): string =>
  `${day <= LAST_MUNG ? 'mùng ' : ''}${day} tháng ${MONTH_NAMES_VI[month] ?? month}${leap ? ' nhuận' : ''} năm ${yearName}`;
