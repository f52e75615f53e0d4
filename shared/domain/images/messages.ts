// Texts of images that callers read, in both languages.
import { IMAGES_MAX } from '#shared/platform/limits.ts';
import type { Text } from '#shared/platform/problem.ts';
import { MAX_PIXELS, UPLOAD_MAX_BYTES } from './renditions.ts';

export const imageTypeUnsupported = (types: string): Text => ({
  vi: `Ảnh phải là JPEG, PNG hoặc WebP (${types}).`,
  en: `An image is a JPEG, PNG or WebP (${types}).`,
});

export const unknownImage: Text = {
  vi: 'Sản phẩm không có ảnh này.',
  en: 'The product has no such image.',
};

export const imagesMaxReached = (max: number): Text => ({
  vi: `Một sản phẩm có nhiều nhất ${max} ảnh; hãy xóa hoặc thay một ảnh.`,
  en: `A product has at most ${max} images; delete or replace one.`,
});

export const imageRepeated: Text = {
  vi: 'Ảnh này đã có ở trên.',
  en: 'This image stands above already.',
};

export const imageMissing = (id: string): Text => ({
  vi: `Thiếu ảnh ${id}; để bỏ một ảnh hãy dùng DELETE.`,
  en: `The image ${id} is missing; use DELETE to remove one.`,
});

export const notProcessed: Text = {
  vi: 'Ảnh không đến nơi hoặc không xử lý được; hãy tải lên lại.',
  en: 'The photo did not arrive or could not be processed; upload it again.',
};

const MEGABYTES = UPLOAD_MAX_BYTES / 1_000_000;
const MEGAPIXELS = Math.floor(MAX_PIXELS / 1_000_000);

/** All codes of refused uploads. */
export const REJECTION_CODES = [
  'images_max',
  'empty',
  'too_large',
  'heic_unsupported',
  'svg_unsupported',
  'format_unsupported',
  'not_an_image',
  'type_mismatch',
  'carries_markup',
  'too_many_pixels',
  'truncated',
  'unreadable',
] as const;

/** The code of a reason why an upload was refused. */
export type RejectionCode = (typeof REJECTION_CODES)[number];

/**
 * Reasons why an upload is refused, in the words for its producer. The call is marked as pure, so that bundles which
 * show no reason leave the texts out.
 */
export const REJECTIONS = /* @__PURE__ */ (() =>
  ({
    images_max: {
      vi: `Sản phẩm đã có ${IMAGES_MAX} ảnh. Hãy xóa hoặc thay một ảnh rồi tải lên lại.`,
      en: `The product has ${IMAGES_MAX} images already. Delete or replace one and upload it again.`,
    },
    empty: {
      vi: 'Tệp trống, không có dữ liệu ảnh. Hãy chọn lại ảnh và tải lên.',
      en: 'The file is empty. Choose the photo again and upload it.',
    },
    too_large: {
      vi: `Tệp lớn hơn ${MEGABYTES} MB. Hãy chọn ảnh nhỏ hơn hoặc giảm kích thước ảnh.`,
      en: `The file is larger than ${MEGABYTES} MB. Choose a smaller photo or reduce its size.`,
    },
    heic_unsupported: {
      vi: 'Chưa nhận ảnh HEIC. Trên iPhone: Cài đặt > Camera > Định dạng > Tương thích nhất, rồi chụp lại; hoặc xuất ảnh sang JPEG.',
      en: 'HEIC photos are not taken. On an iPhone choose Settings > Camera > Formats > Most Compatible and take the photo again, or export it as a JPEG.',
    },
    svg_unsupported: {
      vi: 'Không nhận hình vẽ SVG. Hãy tải lên ảnh chụp JPEG, PNG hoặc WebP.',
      en: 'SVG drawings are not taken. Upload a photo as a JPEG, PNG or WebP.',
    },
    format_unsupported: {
      vi: 'Định dạng ảnh này không được nhận. Hãy lưu ảnh thành JPEG, PNG hoặc WebP rồi tải lên lại.',
      en: 'This image format is not taken. Save the photo as a JPEG, PNG or WebP and upload it again.',
    },
    not_an_image: {
      vi: 'Tệp này không phải là ảnh. Hãy chọn một ảnh JPEG, PNG hoặc WebP.',
      en: 'This file is not an image. Choose a JPEG, PNG or WebP photo.',
    },
    type_mismatch: {
      vi: 'Nội dung tệp khác với loại ảnh đã khai báo. Hãy yêu cầu tải lên lại với đúng loại: JPEG, PNG hoặc WebP.',
      en: 'The file is another kind of image than was declared. Ask for the upload again with its real type: JPEG, PNG or WebP.',
    },
    carries_markup: {
      vi: 'Tệp ảnh có kèm nội dung khác (mã trang web hoặc tài liệu) nên không được nhận. Hãy tải lên ảnh gốc từ máy ảnh hoặc điện thoại.',
      en: 'The file carries something else beside the image (web page code or a document). Upload the photo as the camera or phone took it.',
    },
    too_many_pixels: {
      vi: `Ảnh lớn hơn ${MEGAPIXELS} megapixel. Hãy giảm kích thước ảnh hoặc chụp ở độ phân giải thấp hơn.`,
      en: `The image has more than ${MEGAPIXELS} megapixels. Make it smaller or take it at a lower resolution.`,
    },
    truncated: {
      vi: 'Tệp ảnh bị cắt ngang, thiếu phần cuối. Hãy tải lên lại; nếu vẫn lỗi, hãy kiểm tra ảnh có mở được trên máy không.',
      en: 'The file breaks off before the image ends. Upload it again; if that does not help, check that the photo opens on your device.',
    },
    unreadable: {
      vi: 'Không đọc được ảnh: tệp bị hỏng. Hãy chọn ảnh khác hoặc lưu lại ảnh thành JPEG.',
      en: 'The image cannot be read: the file is damaged. Choose another photo or save this one as a JPEG again.',
    },
  }) as const satisfies Record<RejectionCode, Text>)();
