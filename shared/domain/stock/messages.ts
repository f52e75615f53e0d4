// Texts of stock that callers read, in both languages.
import type { Text } from '#shared/platform/problem.ts';

export const invalidQuantity: Text = {
  vi: 'Phải là chuỗi số thập phân, nhiều nhất ba chữ số sau dấu chấm, như "12" hoặc "0.5".',
  en: 'Must be a decimal string with at most three decimals, such as "12" or "0.5".',
};

export const notPositive: Text = {
  vi: 'Phải lớn hơn 0.',
  en: 'Must be more than 0.',
};

export const tooManyLines = (max: number): Text => ({
  vi: `Nhiều nhất ${max} dòng khi gửi chung.`,
  en: `At most ${max} lines when they go together.`,
});

export const sameSalesPoint: Text = {
  vi: 'Hai điểm bán phải khác nhau.',
  en: 'The two points must differ.',
};

export const tooManyLots: Text = {
  vi: 'Quá nhiều lô một lúc; hãy gửi ít dòng hơn.',
  en: 'Too many lots at once; send fewer lines.',
};

export const occurredInFuture = (now: string): Text => ({
  vi: `Nhanh hơn giờ máy chủ quá 5 phút: bây giờ là ${now}; hãy chỉnh lại đồng hồ.`,
  en: `More than 5 minutes ahead of the server: it is ${now} now; set the clock of the device.`,
});

export const occurredTooLongAgo = (hours: number): Text => ({
  vi: `Đã quá ${hours} giờ; hãy kiểm đếm lại.`,
  en: `Is more than ${hours} hours ago; count again.`,
});

export const unitsDiffer = (from: string, to: string): Text => ({
  vi: `Hai điểm tính theo đơn vị khác nhau: «${from}» và «${to}».`,
  en: `The two points count in different units: "${from}" and "${to}".`,
});

export const quantityNotWhole = (unit: string): Text => ({
  vi: `Đơn vị «${unit}» chỉ tính theo số nguyên.`,
  en: `The unit "${unit}" comes in whole numbers only.`,
});

export const quantityAmbiguous = (text: string, unit: string, [one, other]: [string, string]): Text => ({
  vi: `«${text}» có thể hiểu là ${one} hoặc ${other}; đơn vị «${unit}» ghi số nguyên, không có dấu chấm.`,
  en: `"${text}" can mean ${one} or ${other}; the unit "${unit}" takes whole numbers without a point.`,
});

export const lotHasOtherDay = (lot: string, known: string, given: string): Text => ({
  vi: `Lô «${lot}» đang có hạn sử dụng ${known}, không phải ${given}; hãy kiểm tra lại nhãn.`,
  en: `The lot "${lot}" has the use-by day ${known}, not ${given}; check the label.`,
});

export const ageUnknownWithDay: Text = {
  vi: 'Hàng không rõ hạn thì không ghi hạn sử dụng.',
  en: 'Goods of unknown age have no use-by day.',
};

export const ageUnknown: Text = {
  vi: 'Không rõ hạn sử dụng của số hàng này nên chưa chào bán; hãy xem nhãn rồi báo lại lô và hạn.',
  en: 'The age of these goods is unknown, so they are not offered; read the label and report lot and use-by day.',
};

export const useByAssumed = (lot: string | null, useBy: string): Text => ({
  vi: lot === null ? `Tính theo hạn sử dụng ${useBy}.` : `Tính vào lô «${lot}», hạn sử dụng ${useBy}.`,
  en:
    lot === null ? `Taken for goods with the use-by day ${useBy}.` : `Taken for the lot "${lot}", use-by day ${useBy}.`,
});

export const deliveryTooLarge = (max: number): Text => ({
  vi: `Mỗi lần giao nhiều nhất ${max}.`,
  en: `At most ${max} in one delivery.`,
});

export const productNotPublished: Text = {
  vi: 'Không có sản phẩm này trong số đã công bố.',
  en: 'No published product has this id.',
};

export const productRecalled = (reason: string): Text => ({
  vi: `Sản phẩm đang bị thu hồi, không được bán: ${reason}`,
  en: `The product is recalled and must not be sold: ${reason}`,
});

export const priceWithoutSale: Text = {
  vi: 'Chỉ dòng bán mới có giá bán.',
  en: 'Only a sale has a price.',
};

export const lineNotVoidable: Text = {
  vi: 'Chỉ hủy được dòng nhập, bán, trả lại hoặc hao hụt; hãy kiểm đếm lại, hoặc chuyển hàng trở lại.',
  en: 'Only deliveries, sales, returns and losses can be voided; count again, or move the goods back.',
};

export const lineWithoutEffect: Text = {
  vi: 'Dòng này không làm thay đổi tồn kho nên không cần hủy.',
  en: 'This line changed nothing, so there is nothing to void.',
};

export const lineVoidedAlready: Text = {
  vi: 'Dòng này đã được hủy.',
  en: 'This line is voided already.',
};

export const voidTooLate = (hours: number): Text => ({
  vi: `Chỉ hủy được trong ${hours} giờ; hãy kiểm đếm lại.`,
  en: `A line can be voided for ${hours} hours; count again.`,
});

export const countedSinceLine: Text = {
  vi: 'Đã kiểm đếm sau dòng này; số kiểm đếm đã đúng, không cần hủy.',
  en: 'The goods were counted after this line, and the count holds.',
};

export const outOfTime: Text = {
  vi: 'Chưa kịp xử lý; hãy gửi lại với cùng khóa.',
  en: 'Not reached in time; send it again with the same key.',
};

export const onlySomeLeft = (current: string): Text => ({
  vi: `Chỉ còn ${current}.`,
  en: `Only ${current} left.`,
});

export const onlySomeSellable = (current: string, expired: string, unknown: string): Text => {
  const vi = [expired === '0' ? '' : `${expired} đã quá hạn sử dụng`, unknown === '0' ? '' : `${unknown} không rõ hạn`];
  const en = [
    expired === '0' ? '' : `${expired} past the use-by day`,
    unknown === '0' ? '' : `${unknown} of unknown age`,
  ];
  return {
    vi: `Chỉ còn ${current} bán được; ${vi.filter(Boolean).join(', ')}.`,
    en: `Only ${current} may be sold; ${en.filter(Boolean).join(', ')}.`,
  };
};

export const quantityChanged = (current: string): Text => ({
  vi: `Hiện có ${current}; hãy xem lại rồi gửi.`,
  en: `There are ${current} now; look again.`,
});

export const quantityAboveMaximum: Text = {
  vi: 'Tổng số lượng quá lớn.',
  en: 'There would be too much of it.',
};

export const lotsAboveMaximum: Text = {
  vi: 'Quá nhiều lô hàng của sản phẩm này.',
  en: 'There are too many lots of this product.',
};

export const otherPointCountedSince: Text = {
  vi: 'Một trong hai điểm đã kiểm đếm sau lúc đó; hãy kiểm đếm cả điểm kia.',
  en: 'One of the two points has counted since then; count at the other one too.',
};

export const salesPointNotApproved: Text = {
  vi: 'Điểm bán chưa được duyệt nên chưa có kho.',
  en: 'The sales point is not approved yet, so it keeps no stock.',
};

/** The columns of the workbook of a day's totals. */
export const TOTALS_COLUMNS = [
  { head: 'Sản phẩm', width: 36 },
  { head: 'Đơn vị', width: 14 },
  { head: 'Nhập', width: 12 },
  { head: 'Bán', width: 12 },
  { head: 'Khách trả lại', width: 14 },
  { head: 'Hao hụt', width: 12 },
  { head: 'Chuyển đến', width: 12 },
  { head: 'Chuyển đi', width: 12 },
  { head: 'Chênh lệch kiểm đếm', width: 20 },
  { head: 'Doanh thu', width: 18 },
  { head: 'Bán chưa ghi giá', width: 18 },
];

export const TOTALS_SUM = 'Cộng';

export const totalsSheetName = (day: string): string => `Ngày ${day}`;
