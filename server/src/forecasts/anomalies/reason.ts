/** What is wrong with a value. */
export type Kind = 'spike' | 'shift' | 'drift' | 'flatline' | 'lost-season'

/** In words, for people. */
export interface Reason {
  vi: string
  en: string
}

/** Says why a value was flagged. */
export function reasonFor(kind: Kind, value: number, expected: number): Reason {
  const [is, usual] = [short(value), short(expected)]
  const higher = value > expected
  switch (kind) {
    case 'spike':
      return {
        vi: `Nhảy vọt: ${is.vi}, thường ngày vào giờ này khoảng ${usual.vi}`,
        en: `Jump: ${is.en}, usually about ${usual.en} at this hour`,
      }
    case 'shift':
      return {
        vi: `${higher ? 'Cao' : 'Thấp'} hơn hẳn mức thường ngày suốt nhiều giờ: ${is.vi}, thường khoảng ${usual.vi}`,
        en: `Far ${higher ? 'above' : 'below'} the usual level for hours: ${is.en}, usually about ${usual.en}`,
      }
    case 'drift':
      return {
        vi: `Lệch dần ${higher ? 'lên' : 'xuống'} trong nhiều ngày: ${is.vi}, trước đây khoảng ${usual.vi}`,
        en: `Drifting ${higher ? 'up' : 'down'} for days: ${is.en}, formerly about ${usual.en}`,
      }
    case 'flatline':
      return {
        vi: `Đứng yên ở ${is.vi} lâu hơn hẳn mọi lần trước`,
        en: `Stuck at ${is.en} for much longer than ever before`,
      }
    case 'lost-season':
      return {
        vi: 'Mất nhịp ngày đêm thường thấy trong suốt một ngày qua',
        en: 'The usual daily course has been missing for a day',
      }
  }
}

function short(value: number): Reason {
  const text = String(Number(value.toPrecision(4)))
  return { vi: text.replace('.', ','), en: text }
}
