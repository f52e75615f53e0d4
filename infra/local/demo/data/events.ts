import type { DemoEvent } from './types.ts';

// The study tour took place: its dates, legal basis, organiser and stops are real. The fair and the class are illustrative.
export const demoEvents: DemoEvent[] = [
  {
    key: 'hoc-tap-kinh-nghiem-2023',
    kind: 'study-tour',
    title: 'Tập huấn, học tập kinh nghiệm thực tế triển khai Chương trình OCOP tại Ninh Bình và Thanh Hóa',
    titleEn: 'OCOP study tour to Ninh Bình and Thanh Hóa',
    description:
      'Cán bộ phụ trách OCOP cấp huyện và các cơ sở sản xuất của tỉnh Nam Định đi thăm những chủ thể có sản phẩm gần với sản phẩm quê mình. Hai ngày trao đổi xoay quanh chọn nguyên liệu, giữ thịt chế biến được lâu, hoàn thiện hồ sơ theo Quyết định 148, quản lý sản phẩm trên địa bàn và xúc tiến thương mại.',
    legalBasis: { number: '67/KH-UBND', date: '2023-04-13' },
    organizer: 'Văn phòng Điều phối nông thôn mới tỉnh Nam Định',
    provinces: ['37', '38'],
    stops: [
      { name: 'Cơ sở thịt chưng mắm tép, xã Ninh Nhất, thành phố Ninh Bình', producer: 'nguyen-thi-le-thanh' },
      { name: 'Điểm bán sản phẩm OCOP tại Phố cổ Hoa Lư', salesPoint: 'pho-co-hoa-lu' },
      { name: 'Công ty TNHH thương mại thủy sản Long Dương, huyện Hoằng Hóa', producer: 'long-duong' },
      { name: 'Gian hàng OCOP thị trấn Bút Sơn, huyện Hoằng Hóa', salesPoint: 'but-son' },
      { name: 'Cơ sở rượu sim Bảo An, xã Hoằng Xuân, huyện Hoằng Hóa', producer: 'bao-an' },
    ],
    startDate: '2023-12-15',
    endDate: '2023-12-16',
    registration: null,
  },
  {
    key: 'hoi-cho-xuan-dinh-mui',
    kind: 'fair',
    title: 'Hội chợ OCOP Xuân Đinh Mùi tại Phố cổ Hoa Lư (minh họa)',
    titleEn: 'Lunar New Year OCOP fair at Hoa Lư old quarter (illustrative)',
    description:
      'Hội chợ mở từ 22 tháng Chạp đến rằm tháng Giêng, nghỉ ba ngày Tết. Mỗi chủ thể nhận một gian; chứng nhận phải còn hiệu lực trong những ngày hội chợ.',
    legalBasis: null,
    organizer: 'Văn phòng Điều phối nông thôn mới tỉnh Ninh Bình',
    provinces: ['37'],
    venue: { name: 'Phố cổ Hoa Lư', commune: '14329' },
    startDate: '2027-01-29',
    endDate: '2027-02-20',
    closedDates: ['2027-02-06', '2027-02-07', '2027-02-08'],
    registration: { from: '2026-11-16', to: '2027-01-10', capacity: 60, minStars: 3 },
  },
  {
    key: 'tap-huan-thang-12-2026',
    kind: 'training-class',
    title: 'Lớp tập huấn nghiệp vụ OCOP tháng 12 năm 2026 (minh họa)',
    titleEn: 'OCOP training class, December 2026 (illustrative)',
    description:
      'Hai ngày làm quen với quy trình đánh giá theo Quyết định 26/2026/QĐ-TTg: hồ sơ của chủ thể, phần việc của xã, đánh giá lại trước khi chứng nhận hết hạn. Mỗi chủ thể mang theo một hồ sơ đang làm để cùng sửa.',
    legalBasis: null,
    organizer: 'Văn phòng Điều phối nông thôn mới tỉnh Ninh Bình',
    provinces: ['37'],
    venue: { name: 'Hội trường phường Hoa Lư', commune: '14329' },
    startDate: '2026-12-08',
    endDate: '2026-12-09',
    registration: { from: '2026-11-16', to: '2026-12-01', capacity: 80, minStars: null },
  },
];
