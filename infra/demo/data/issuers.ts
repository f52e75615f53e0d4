import type { DemoIssuers } from './types.ts';

const MINISTRY = 'Bộ Nông nghiệp và Môi trường';

const issuers = (district: string, former: string, current: string = former): DemoIssuers => ({
  district: `UBND ${district}`,
  provinceUntilJune2025: `UBND ${former}`,
  province: `UBND ${current}`,
  ministry: MINISTRY,
});

const ofNinhBinh = (district: string) => issuers(district, 'tỉnh Ninh Bình');
const ofNamDinh = (district: string) => issuers(district, 'tỉnh Nam Định', 'tỉnh Ninh Bình');
const ofHaNam = (district: string) => issuers(district, 'tỉnh Hà Nam', 'tỉnh Ninh Bình');
const ofThanhHoa = (district: string) => issuers(district, 'tỉnh Thanh Hóa');

/** Offices that decided where a product was certified; the districts among them no longer exist. */
export const ISSUERS = {
  ninhBinhCity: ofNinhBinh('thành phố Ninh Bình'),
  /** Certified after districts were abolished. */
  ninhBinhSinceJuly2025: {
    provinceUntilJune2025: 'UBND tỉnh Ninh Bình',
    province: 'UBND tỉnh Ninh Bình',
    ministry: MINISTRY,
  } satisfies DemoIssuers,
  hoaLu: ofNinhBinh('huyện Hoa Lư'),
  giaVien: ofNinhBinh('huyện Gia Viễn'),
  nhoQuan: ofNinhBinh('huyện Nho Quan'),
  yenMo: ofNinhBinh('huyện Yên Mô'),
  kimSon: ofNinhBinh('huyện Kim Sơn'),
  namDinhCity: ofNamDinh('thành phố Nam Định'),
  yYen: ofNamDinh('huyện Ý Yên'),
  haiHau: ofNamDinh('huyện Hải Hậu'),
  giaoThuy: ofNamDinh('huyện Giao Thủy'),
  trucNinh: ofNamDinh('huyện Trực Ninh'),
  lyNhan: ofHaNam('huyện Lý Nhân'),
  duyTien: ofHaNam('thị xã Duy Tiên'),
  binhLuc: ofHaNam('huyện Bình Lục'),
  hoangHoa: ofThanhHoa('huyện Hoằng Hóa'),
  thachThanh: ofThanhHoa('huyện Thạch Thành'),
  thaiNguyenCity: issuers('thành phố Thái Nguyên', 'tỉnh Thái Nguyên'),
  baChe: issuers('huyện Ba Chẽ', 'tỉnh Quảng Ninh'),
  vietTri: issuers('thành phố Việt Trì', 'tỉnh Phú Thọ'),
  camLo: issuers('huyện Cam Lộ', 'tỉnh Quảng Trị'),
  namTraMy: issuers('huyện Nam Trà My', 'tỉnh Quảng Nam', 'thành phố Đà Nẵng'),
  namDan: issuers('huyện Nam Đàn', 'tỉnh Nghệ An'),
  namSach: issuers('huyện Nam Sách', 'tỉnh Hải Dương', 'thành phố Hải Phòng'),
  huongKhe: issuers('huyện Hương Khê', 'tỉnh Hà Tĩnh'),
  tieuCan: issuers('huyện Tiểu Cần', 'tỉnh Trà Vinh', 'tỉnh Vĩnh Long'),
  phuQuoc: issuers('thành phố Phú Quốc', 'tỉnh Kiên Giang', 'tỉnh An Giang'),
  tuyPhong: issuers('huyện Tuy Phong', 'tỉnh Bình Thuận', 'tỉnh Lâm Đồng'),
  phanThiet: issuers('thành phố Phan Thiết', 'tỉnh Bình Thuận', 'tỉnh Lâm Đồng'),
  ducLinh: issuers('huyện Đức Linh', 'tỉnh Bình Thuận', 'tỉnh Lâm Đồng'),
  dakSong: issuers('huyện Đắk Song', 'tỉnh Đắk Nông', 'tỉnh Lâm Đồng'),
  tuyDuc: issuers('huyện Tuy Đức', 'tỉnh Đắk Nông', 'tỉnh Lâm Đồng'),
  giaNghia: issuers('thành phố Gia Nghĩa', 'tỉnh Đắk Nông', 'tỉnh Lâm Đồng'),
  vanChan: issuers('huyện Văn Chấn', 'tỉnh Yên Bái', 'tỉnh Lào Cai'),
  saPa: issuers('thị xã Sa Pa', 'tỉnh Lào Cai'),
  namTuLiem: issuers('quận Nam Từ Liêm', 'thành phố Hà Nội'),
};
