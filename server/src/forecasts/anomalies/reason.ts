import type { Localized } from '@ioc/shared/alarm'
import type { AnomalyKind } from '@ioc/shared/anomaly'

/** How a value is written in each language. */
export type Write = (value: number) => Localized

/** Says why a value was flagged, to go on in a sentence. */
export function reasonFor(kind: AnomalyKind, value: number, expected: number, write: Write): Localized {
  const [is, usual] = [write(value), write(expected)]
  const higher = value > expected
  switch (kind) {
    case 'spike':
      return {
        vi: `nghi nhảy vọt: ${is.vi}, thường ngày vào giờ này khoảng ${usual.vi}`,
        en: `a jump to ${is.en}, usually about ${usual.en} at this hour`,
      }
    case 'shift':
      return {
        vi: `nghi nhảy bậc, ${higher ? 'cao' : 'thấp'} hơn hẳn mức thường ngày suốt nhiều giờ: ${is.vi}, thường khoảng ${usual.vi}`,
        en: `a level shift, far ${higher ? 'above' : 'below'} the usual level for hours: ${is.en}, usually about ${usual.en}`,
      }
    case 'drift':
      return {
        vi: `nghi trôi, lệch dần ${higher ? 'lên' : 'xuống'} trong nhiều ngày: ${is.vi}, trước đây khoảng ${usual.vi}`,
        en: `drifting ${higher ? 'up' : 'down'} for days: ${is.en}, formerly about ${usual.en}`,
      }
    case 'flatline':
      return {
        vi: `nghi kẹt, đứng yên ở ${is.vi} lâu hơn hẳn mọi lần trước`,
        en: `stuck at ${is.en} for much longer than ever before`,
      }
    case 'lost-season':
      return {
        vi: 'nghi hỏng, mất nhịp ngày đêm thường thấy trong suốt một ngày qua',
        en: 'the usual daily course has been missing for a day',
      }
  }
}

/** The bare number, of what nothing more is known about. */
export function writeShort(value: number): Localized {
  const text = String(Number(value.toPrecision(4)))
  return { vi: text.replace('.', ','), en: text }
}
