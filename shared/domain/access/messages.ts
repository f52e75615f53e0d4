// Texts of access that callers read, in both languages.
import type { Text } from '#shared/platform/problem.ts';

export const membersMax = (max: number): Text => ({
  vi: `Nhiều nhất ${max} thành viên.`,
  en: `At most ${max} members.`,
});

export const lastMember: Text = {
  vi: 'Thêm người khác trước khi rời đi.',
  en: 'Add someone else before leaving.',
};

export const weakTag: Text = {
  vi: 'If-Match có ETag yếu (W/…): ETag này không chứng tỏ bản hiện hành; hãy gửi đúng ETag mạnh đã nhận.',
  en: 'If-Match has a weak tag (W/…), which does not prove the current version; send the strong ETag as it was received.',
};

export const foreignTag: Text = {
  vi: 'If-Match không có ETag nào của hệ thống này, hoặc ETag đã bị thêm bớt ký tự trên đường đi; hãy gửi đúng ETag đã nhận, có dấu ngoặc kép.',
  en: 'If-Match has no ETag of this API, or one that was changed on the way; send the ETag as it was received, with its quotes.',
};

export const versionStale: Text = {
  vi: 'Bản bạn đang sửa đã cũ; hãy đọc lại rồi gửi với ETag mới.',
  en: 'Your copy is stale; read it again and send the new ETag.',
};

export const forbidden: Text = {
  vi: 'Bạn không có quyền làm việc này.',
  en: 'You may not do this.',
};

export const chooseProvince: Text = {
  vi: 'Bạn phụ trách nhiều tỉnh; hãy chọn một.',
  en: 'You serve several provinces; choose one.',
};

export const accountRateLimited = (seconds: number): Text => ({
  vi: `Tài khoản này đã gửi quá nhiều yêu cầu; hãy gửi lại sau ${seconds} giây.`,
  en: `This account has sent too many requests; send it again in ${seconds} seconds.`,
});

export const addressRateLimited = (seconds: number): Text => ({
  vi: `Địa chỉ mạng này đã gửi quá nhiều yêu cầu; hãy gửi lại sau ${seconds} giây.`,
  en: `This network address has sent too many requests; send it again in ${seconds} seconds.`,
});
