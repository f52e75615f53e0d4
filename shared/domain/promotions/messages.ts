// Texts of promotions that callers read, in both languages.
import type { Text } from '#shared/platform/problem.ts';

export const eventOrProductRequired: Text = {
  vi: 'Cần `event` hoặc `product`.',
  en: 'One of `event` and `product` is required.',
};

export const productNotInEvent: Text = {
  vi: 'Sản phẩm không tham gia sự kiện này.',
  en: 'The product takes no part in this event.',
};

export const boothNotAssigned: Text = {
  vi: 'Gian hàng này không được giao cho sản phẩm.',
  en: 'This booth is not given to the product.',
};

export const placeRepeated: Text = {
  vi: 'Mỗi nơi chỉ ghi một lần.',
  en: 'Each place is given once only.',
};

export const windowEmpty: Text = {
  vi: 'Phải sau thời điểm bắt đầu.',
  en: 'Must be after the beginning.',
};

export const windowOutsideEvent = (startDate: string, endDate: string): Text => ({
  vi: `Phải nằm trong những ngày của sự kiện, ${startDate} đến ${endDate}.`,
  en: `Must lie in the days of the event, ${startDate} to ${endDate}.`,
});

export const windowPast: Text = {
  vi: 'Thời gian này đã qua.',
  en: 'This time has passed.',
};

export const windowOnClosedDay = (days: string): Text => ({
  vi: `Không được chạm ngày sự kiện nghỉ (${days}); hãy lập hai khuyến mại.`,
  en: `Must not touch a day on which the event rests (${days}); make two promotions.`,
});

export const eventOver: Text = {
  vi: 'Sự kiện đã kết thúc.',
  en: 'The event is over.',
};

export const productWithoutPrice: Text = {
  vi: 'Sản phẩm chưa có giá để so sánh.',
  en: 'The product has no price to be below.',
};

export const unitChanged = (unit: string): Text => ({
  vi: `Sản phẩm nay bán theo «${unit}»; hãy lập khuyến mại mới.`,
  en: `The product is now sold by "${unit}"; make a new promotion.`,
});

export const priceNotBelow = (priceVnd: number): Text => ({
  vi: `Phải thấp hơn giá của sản phẩm, ${priceVnd} đồng.`,
  en: `Must be below the product's price of ${priceVnd} dong.`,
});

export const limitBelowSold: Text = {
  vi: 'Đã bán nhiều hơn thế.',
  en: 'More than that has been sold.',
};

export const limitAboveTotal: Text = {
  vi: 'Không được vượt tổng số lượng.',
  en: 'Must not be above the whole quantity.',
};

export const boothUnknown: Text = {
  vi: 'Sơ đồ của sự kiện không có gian hàng này.',
  en: "The event's plan has no such booth.",
};

export const tooManyPlaces = (max: number): Text => ({
  vi: `Nhiều nhất ${max} điểm bán và gian hàng.`,
  en: `At most ${max} sales points and booths together.`,
});

export const alcoholNotPromoted: Text = {
  vi: 'Đồ uống có cồn không được khuyến mại khi cơ quan tổ chức chưa có quy định cho phép.',
  en: 'Drinks with alcohol are not promoted unless a rule of the organising office allows it.',
};

export const promotionEnded: Text = {
  vi: 'Khuyến mại này đã dừng.',
  en: 'This promotion has ended.',
};

export const promotionOver: Text = {
  vi: 'Khuyến mại này đã hết thời hạn.',
  en: 'This promotion is over.',
};

export const promotionNotBegun: Text = {
  vi: 'Khuyến mại này chưa bắt đầu.',
  en: 'This promotion has not begun.',
};

export const promotionEndedTooLongAgo: Text = {
  vi: 'Khuyến mại này đã dừng quá một ngày.',
  en: 'This promotion ended more than a day ago.',
};

export const promotionLimitReached = (left: string): Text => ({
  vi: `Chỉ còn ${left} theo giá này.`,
  en: `Only ${left} is left at this price.`,
});

export const tooManyPromotions = (max: number): Text => ({
  vi: `Sản phẩm đã có ${max} khuyến mại chưa kết thúc.`,
  en: `The product has ${max} promotions that are not over.`,
});

export const salesPointUnknown: Text = {
  vi: 'Không có điểm bán này.',
  en: 'There is no such sales point.',
};

export const salesPointNotActive: Text = {
  vi: 'Điểm bán này đang tạm ngừng.',
  en: 'This sales point pauses.',
};

export const salesPointOutsideEvent: Text = {
  vi: 'Điểm bán này nằm ngoài các tỉnh của sự kiện.',
  en: "This sales point lies outside the event's provinces.",
};

export const productNotPublic: Text = {
  vi: 'Người mua không thấy sản phẩm này.',
  en: 'Buyers do not see this product.',
};

export const eventNotPublished: Text = {
  vi: 'Sự kiện chưa được công bố.',
  en: 'The event is not published.',
};

export const eventCancelled: Text = {
  vi: 'Sự kiện đã bị hủy.',
  en: 'The event is cancelled.',
};

/** Names of the transitions in the text of a 409. */
export const PROMOTION_VERBS = {
  edit: { vi: 'sửa', en: 'change' },
  end: { vi: 'dừng', en: 'end' },
} as const satisfies Record<string, Text>;
