// Texts of registrations that callers read, in both languages.
import type { Text } from '#shared/platform/problem.ts';
import { type Day, dayText } from '#shared/platform/vietnam-day.ts';

export const passForged: Text = {
  vi: 'Vé không do sự kiện này cấp.',
  en: 'The pass was not signed for this event.',
};

export const passOfOtherEvent: Text = {
  vi: 'Vé của sự kiện khác.',
  en: 'The pass is of another event.',
};

export const passWithdrawn: Text = {
  vi: 'Đăng ký đã rút hoặc bị từ chối.',
  en: 'The registration was withdrawn or refused.',
};

export const passNotValid: Text = {
  vi: 'Lúc quét, đăng ký chưa được xác nhận hoặc đang chờ.',
  en: 'The registration was not confirmed yet, or waits.',
};

export const passReplayed: Text = {
  vi: 'Vé đã được quét vào trong ngày ở một lần khác và chưa quét ra.',
  en: 'The pass was scanned in on that day at another time or gate, and not out since.',
};

export const passNotInside: Text = {
  vi: 'Trước lúc quét ra, vé chưa được quét vào trong ngày.',
  en: 'The pass was not scanned in before on that day.',
};

export const tooManyMoves = (most: number): Text => ({
  vi: `Trong một ngày, một vé ra và vào lại nhiều nhất ${most} lượt quét.`,
  en: `A pass leaves and comes back in at most ${most} scans a day.`,
});

export const scanProducerSuspended: Text = {
  vi: 'Lúc quét, chủ thể đang bị đình chỉ nên không được tham gia.',
  en: 'The producer was suspended at the time of the scan and may not take part.',
};

export const scanProductNotPublic: Text = {
  vi: 'Lúc quét, sản phẩm đang bị đình chỉ hoặc đã ngừng nên không được tham gia.',
  en: 'The product was suspended or archived at the time of the scan and may not take part.',
};

export const eventCancelled: Text = {
  vi: 'Sự kiện đã bị hủy.',
  en: 'The event was cancelled.',
};

export const outsideEventDays: Text = {
  vi: 'Sự kiện không diễn ra ngày đó.',
  en: 'The event is not held on that day.',
};

export const scannedInFuture: Text = {
  vi: 'Thời điểm quét nhanh hơn giờ máy chủ quá 5 phút; hãy chỉnh lại đồng hồ.',
  en: 'The scan is more than 5 minutes ahead of the server; set the clock of the device.',
};

export const starMissing: Text = {
  vi: 'Sản phẩm không có hạng sao còn hiệu lực.',
  en: 'The product has no star in force.',
};

export const certificateLapses = (day: string): Text => ({
  vi: `Ngày ${dayText(day)} giấy chứng nhận không còn hoặc chưa có hiệu lực.`,
  en: `No certificate is in force on ${day}.`,
});

export const starsTooFew = (minStars: number): Text => ({
  vi: `Cần từ ${minStars} sao trở lên.`,
  en: `At least ${minStars} stars are needed.`,
});

export const productNotPublic: Text = {
  vi: 'Sản phẩm chưa được công bố.',
  en: 'The product is not public.',
};

export const producerNotVerified: Text = {
  vi: 'Chủ thể chưa được xác minh hoặc đang bị đình chỉ.',
  en: 'The producer is not verified, or is suspended.',
};

export const groupNotAdmitted: Text = {
  vi: 'Nhóm sản phẩm này không thuộc đối tượng.',
  en: 'Products of this group are not admitted.',
};

export const provinceNotAdmitted: Text = {
  vi: 'Sản phẩm của tỉnh này không thuộc đối tượng.',
  en: 'Products of this province are not admitted.',
};

export const eventNotPublished: Text = {
  vi: 'Sự kiện chưa được công bố.',
  en: 'The event is not announced.',
};

export const eventOver: Text = {
  vi: 'Sự kiện đã kết thúc.',
  en: 'The event is over.',
};

export const registrationNotOffered: Text = {
  vi: 'Sự kiện không nhận đăng ký.',
  en: 'The event takes no registrations.',
};

export const registrationNotOpen = (from: string): Text => ({
  vi: `Nhận đăng ký từ ${dayText(from)}.`,
  en: `Registration opens on ${from}.`,
});

export const registrationClosed = (to: string): Text => ({
  vi: `Đã hết hạn đăng ký ngày ${dayText(to)}.`,
  en: `Registration ended on ${to}.`,
});

export const productOrNameRequired: Text = {
  vi: 'Cần có sản phẩm hoặc họ tên.',
  en: 'A product or a name is needed.',
};

export const neededByEvent: Text = {
  vi: 'Sự kiện này cần thông tin này.',
  en: 'This event needs it.',
};

const STATES_VI = {
  pending: 'đang chờ duyệt',
  confirmed: 'đã được xác nhận',
  waiting: 'đang trong danh sách chờ',
  withdrawn: 'đã rút',
  refused: 'đã bị từ chối',
} as const;

export const notInState = (state: keyof typeof STATES_VI): Text => ({
  vi: `Không làm được khi đăng ký ${STATES_VI[state]}.`,
  en: `Not while the registration is ${state}.`,
});

export const eventNotStanding: Text = {
  vi: 'Sự kiện đã kết thúc, bị hủy hoặc chưa công bố.',
  en: 'The event is over, cancelled or not announced.',
};

export const hasOtherBooth = (booth: string): Text => ({
  vi: `Đăng ký này đã có gian hàng ${booth}.`,
  en: `This registration has booth ${booth} already.`,
});

export const boothTaken: Text = {
  vi: 'Gian hàng này đã có người nhận.',
  en: 'The booth is given to another registration.',
};

export const neverAttended: Text = {
  vi: 'Chưa ghi nhận ngày tham dự nào.',
  en: 'No day of attendance is recorded.',
};

export const producerSuspended: Text = {
  vi: 'Chủ thể đang bị đình chỉ nên không được tham gia.',
  en: 'The producer is suspended and may not take part.',
};

export const productWithdrawn: Text = {
  vi: 'Sản phẩm đang bị đình chỉ hoặc đã ngừng nên không được tham gia.',
  en: 'The product is suspended or archived and may not take part.',
};

export const boothInUse = (booth: string): Text => ({
  vi: `Gian hàng ${booth} đã có người nhận; hãy thu hồi trước.`,
  en: `Booth ${booth} is given; take it back first.`,
});

export const capacityBelowRegistered = (registered: number): Text => ({
  vi: `Đã có ${registered} lượt đăng ký; không thể giảm số chỗ đến mức đó.`,
  en: `${registered} have registered already; there cannot be so few places.`,
});

export const alreadyRegistered: Text = {
  vi: 'Đã đăng ký tham gia sự kiện này.',
  en: 'It is registered for this event already.',
};

export const registeredTooOften = (times: number): Text => ({
  vi: `Đã đăng ký rồi rút ${times} lần; không thể đăng ký sự kiện này nữa.`,
  en: `It has registered and left ${times} times; it cannot register for this event again.`,
});

export const reasonRequired: Text = {
  vi: 'Cần nêu lý do.',
  en: 'A reason is needed.',
};

export const productsRegister: Text = {
  vi: 'Sự kiện này nhận đăng ký sản phẩm.',
  en: 'Products register for this event.',
};

export const peopleRegister: Text = {
  vi: 'Sự kiện này nhận đăng ký cá nhân.',
  en: 'People register for this event.',
};

/** Names of the transitions in the text of a 409. */
export const REGISTRATION_VERBS = {
  approve: { vi: 'duyệt', en: 'approve' },
  refuse: { vi: 'từ chối', en: 'refuse' },
  withdraw: { vi: 'rút', en: 'withdraw' },
  assignBooth: { vi: 'giao gian hàng cho', en: 'assign a booth to' },
} as const satisfies Record<string, Text>;

/** The lines of the certificate of attendance (giấy xác nhận tham dự), which is in Vietnamese. */
export const certificateHeadingVi = 'GIẤY XÁC NHẬN THAM DỰ';
export const certificateTitleVi = (event: string): string => `Giấy xác nhận tham dự: ${event}`;
export const certifiesPersonVi = 'Xác nhận ông/bà';
export const certifiesProductVi = 'Xác nhận sản phẩm';
export const certificateProducerVi = (producer: string): string => `của ${producer}`;
export const certificateAttendedVi = 'đã tham dự';
export const certificateEventVi = (from: Day, to: Day, venue: string | null): string => {
  const days = from === to ? `ngày ${dayText(from)}` : `từ ngày ${dayText(from)} đến ngày ${dayText(to)}`;
  return venue === null ? days : `${days}, tại ${venue}`;
};
export const certificateBasisVi = (number: string, date: Day): string =>
  `theo văn bản số ${number} ngày ${dayText(date)}`;
export const certificateDaysVi = (days: number): string => `Số ngày có mặt: ${days}`;
export const certificateLettersMissingVi =
  'Bản in này không có một số chữ (ghi bằng dấu ? hoặc không có dấu phụ); tên đầy đủ được lưu cùng mã xác minh.';
export const certificateIdVi = (id: string): string => `Mã xác minh: ${id}`;
