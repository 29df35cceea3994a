import type { Localized } from '@ioc/shared/alarm'
import type { AnomalyKind } from '@ioc/shared/anomaly'

/** How a value is written in each language; `finer` is by how many decimals more than is usual. */
export type Write = (value: number, finer?: number) => Localized

/** What two values need at most to be told apart. */
const FINEST = 3

/** Says why a value was flagged, to go on in a sentence. */
export function reasonFor(kind: AnomalyKind, value: number, expected: number, write: Write): Localized {
  const [is, usual] = writeApart(value, expected, write)
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

/** No "3,61 m, usually 3,61 m": with as many decimals as tell the two apart. */
function writeApart(value: number, other: number, write: Write): [Localized, Localized] {
  for (let finer = 0; finer <= FINEST; finer++) {
    const pair: [Localized, Localized] = [write(value, finer), write(other, finer)]
    if (pair[0].vi !== pair[1].vi) return pair
  }
  return [write(value), write(other)]
}

/** The bare number, of what nothing more is known about. */
export function writeShort(value: number): Localized {
  const text = String(Number(value.toPrecision(4)))
  return { vi: text.replace('.', ','), en: text }
}
