// Texts about the shape of a request, in both languages.
import type { Text } from '#shared/platform/problem.ts';

export const unauthenticated: Text = {
  vi: 'Cần một mã truy cập còn hiệu lực.',
  en: 'A valid access token is needed.',
};

export const aString: Text = {
  vi: 'chuỗi ký tự',
  en: 'a string',
};

export const aNumber: Text = {
  vi: 'số',
  en: 'a number',
};

export const anInteger: Text = {
  vi: 'số nguyên',
  en: 'an integer',
};

export const aBoolean: Text = {
  vi: 'đúng hoặc sai',
  en: 'a boolean',
};

export const anArray: Text = {
  vi: 'danh sách',
  en: 'an array',
};

export const anObject: Text = {
  vi: 'đối tượng',
  en: 'an object',
};

export const required: Text = {
  vi: 'Bắt buộc phải có.',
  en: 'Is required.',
};

export const invalidType = (expected: Text): Text => ({
  vi: `Phải là ${expected.vi}.`,
  en: `Must be ${expected.en}.`,
});

export const tooSmall = (minimum: number | bigint): Text => ({
  vi: `Nhỏ hơn hoặc ngắn hơn mức tối thiểu ${minimum}.`,
  en: `Is below the minimum of ${minimum}.`,
});

export const tooBig = (maximum: number | bigint): Text => ({
  vi: `Lớn hơn hoặc dài hơn mức tối đa ${maximum}.`,
  en: `Is above the maximum of ${maximum}.`,
});

export const notOneOf = (values: string): Text => ({
  vi: `Phải là một trong: ${values}.`,
  en: `Must be one of: ${values}.`,
});

export const notMultipleOf = (divisor: number): Text => ({
  vi: `Phải là bội số của ${divisor}.`,
  en: `Must be a multiple of ${divisor}.`,
});

export const invalidFormat: Text = {
  vi: 'Không đúng định dạng.',
  en: 'Has the wrong form.',
};

export const unknownField: Text = {
  vi: 'Trường này không có trong đặc tả API.',
  en: 'This field is not part of the contract.',
};

export const unknownParameter: Text = {
  vi: 'Tham số này không có trong đặc tả API.',
  en: 'This parameter is not part of the contract.',
};

export const keyRequired: Text = {
  vi: 'Gửi kèm Idempotency-Key: ở đây bắt buộc.',
  en: 'Send an Idempotency-Key: it is required here.',
};

export const keyInvalid: Text = {
  vi: 'Khóa dài 1–255 ký tự ASCII in được.',
  en: 'A key has 1–255 printable ASCII characters.',
};

export const subjectInvalid: Text = {
  vi: 'Không phải mã người dùng hợp lệ.',
  en: "Is not the form of a token's subject.",
};

export const nearInvalid: Text = {
  vi: 'Ghi «vĩ độ,kinh độ» theo độ, ví dụ 20.25,105.97.',
  en: 'Is `lat,lng` in degrees, such as 20.25,105.97.',
};

export const radiusOutOfRange = (maxKm: number): Text => ({
  vi: `Phải lớn hơn 0 và không quá ${maxKm} km.`,
  en: `Must be above 0 and at most ${maxKm} km.`,
});

export const nearRequired: Text = {
  vi: 'Chỉ dùng cùng với near.',
  en: 'Goes with near only.',
};

export const methodNotAllowed = (method: string, allow: string): Text => ({
  vi: `${method} không dùng được ở đây; được dùng: ${allow}.`,
  en: `${method} is not offered here; these are: ${allow}.`,
});

export const provinceNotCurrent: Text = {
  vi: 'Danh mục hiện hành không có tỉnh, thành phố này.',
  en: 'The current list has no such province.',
};

export const provinceUnknown: Text = {
  vi: 'Không có tỉnh, thành phố này.',
  en: 'There is no such province.',
};

export const provinceCodeFormer = (code: string): Text => ({
  vi: `Mã ${code} chỉ có trong danh mục trước ngày 01/7/2025; dùng formerProvince=${code}.`,
  en: `Only the list before 2025-07-01 has the code ${code}; use formerProvince=${code}.`,
});

export const parameterRepeated: Text = {
  vi: 'Chỉ được ghi một lần.',
  en: 'May be given once only.',
};

export const formerProvinceUnknown: Text = {
  vi: 'Danh mục trước ngày 01/7/2025 không có tỉnh này.',
  en: 'The list before 2025-07-01 has no such province.',
};

export const provincesContradict: Text = {
  vi: 'Hai tham số chỉ hai tỉnh cũ khác nhau.',
  en: 'The two parameters name two different former provinces.',
};

export const notUtf8: Text = {
  vi: 'Có byte không phải UTF-8; hãy gửi lại bằng UTF-8. Windows PowerShell gửi UTF-8 khi nội dung được đổi thành byte UTF-8.',
  en: 'Has bytes that are not UTF-8; send it as UTF-8. Windows PowerShell does so when the body is given as UTF-8 bytes.',
};

export const pathNotUtf8: Text = {
  vi: 'Đường dẫn có byte không phải UTF-8.',
  en: 'The path has bytes that are not UTF-8.',
};

export const otherCharset = (charset: string): Text => ({
  vi: `Nội dung phải là UTF-8, không phải ${charset}.`,
  en: `The body has to be UTF-8, not ${charset}.`,
});

export const notJson: Text = {
  vi: 'Nội dung không phải JSON hợp lệ.',
  en: 'The body is not valid JSON.',
};

export const bodyTooLarge = (maxBytes: number): Text => ({
  vi: `Nội dung dài quá ${maxBytes} byte.`,
  en: `The body is longer than ${maxBytes} bytes.`,
});

export const notSentAsJson: Text = {
  vi: 'Gửi nội dung dạng application/json.',
  en: 'Send the body as application/json.',
};

export const unexpectedBody: Text = {
  vi: 'Đường dẫn này không nhận nội dung.',
  en: 'This route takes no body.',
};

export const ifMatchRequired: Text = {
  vi: 'Gửi If-Match với ETag của bản đang làm việc.',
  en: "Send If-Match with the working copy's ETag.",
};

export const publicAddressOnly: Text = {
  vi: 'Hãy gửi yêu cầu đến địa chỉ công khai của hệ thống.',
  en: 'Send the request to the public address of the system.',
};
