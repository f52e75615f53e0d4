import type { DemoEvent } from './types.ts';

const ZONES = ['A', 'B', 'C', 'D', 'E', 'F'];
const BOOTHS_IN_ZONE = 10;

/** Sixty booths of three metres by three, `A-01` to `F-10`. */
const booths = ZONES.flatMap((zone) =>
  Array.from({ length: BOOTHS_IN_ZONE }, (_, index) => ({
    id: `${zone}-${String(index + 1).padStart(2, '0')}`,
    widthMetres: 3,
    depthMetres: 3,
    zone: `Khu ${zone}`,
  })),
);

// The study tour took place: its dates, legal basis, organiser and stops are real, its outcomes are invented. The fair
// and the class are illustrative.
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
    outcomes: [
      {
        contracts: 0,
        memoranda: 2,
        turnoverVnd: 0,
        visitors: 90,
        note: 'Phần chung: hai biên bản ghi nhớ giữa hai tỉnh, và lượt thăm hai điểm bán. Số liệu minh họa.',
      },
      {
        producer: 'nguyen-thi-le-thanh',
        contracts: 1,
        contractsVnd: 36_000_000,
        memoranda: 0,
        turnoverVnd: 8_640_000,
        visitors: 45,
        note: 'Một cửa hàng đặt 300 hũ. Số liệu minh họa.',
      },
      {
        producer: 'long-duong',
        contracts: 2,
        contractsVnd: 84_000_000,
        memoranda: 1,
        turnoverVnd: 11_250_000,
        visitors: 43,
        note: 'Số liệu minh họa.',
      },
      {
        producer: 'bao-an',
        contracts: 0,
        memoranda: 0,
        turnoverVnd: 3_900_000,
        visitors: 41,
        note: 'Số liệu minh họa.',
      },
    ],
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
    startTime: '08:30',
    endTime: '21:30',
    days: [{ date: '2027-01-29', from: '19:30', to: '21:30', note: 'Khai mạc (minh họa)' }],
    closedDates: ['2027-02-06', '2027-02-07', '2027-02-08'],
    registration: { from: '2026-11-16', to: '2027-01-10', capacity: 60, minStars: 3 },
    booths,
    registrations: [
      { product: 'thit-chung-mam-tep', booth: 'A-01', note: 'Cần một ổ điện cho tủ mát.' },
      { product: 'com-chay-xich-tho', booth: 'A-02' },
      { product: 'mat-ong-cuc-phuong' },
      { product: 'muoi-ngam-chan-sinh-duoc', booth: 'B-01' },
      { product: 'khan-theu-ren-van-lam' },
    ],
    promotions: [
      {
        product: 'thit-chung-mam-tep',
        priceVnd: 105_000,
        fromDate: '2027-01-29',
        toDate: '2027-02-05',
        salesPoints: ['pho-co-hoa-lu'],
        booths: ['A-01'],
        total: '300',
      },
    ],
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
    days: ['2026-12-08', '2026-12-09'].flatMap((date) => [
      { date, from: '07:30', to: '11:30' },
      { date, from: '13:30', to: '17:00' },
    ]),
    registration: { from: '2026-11-16', to: '2026-12-01', capacity: 80, minStars: null },
    registrations: [
      { subject: 'producer-long-duong', name: 'Học viên minh họa A', organisation: 'Công ty TNHH Long Dương' },
      { subject: 'point-hoa-lu', name: 'Học viên minh họa B' },
    ],
  },
];
