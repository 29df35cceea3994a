import { QUALITY_TARGETS, type WireAlarmQuality } from '@ioc/shared/alarm-quality'

/** Whether a figure is what EEMUA 191 and ISA-18.2 ask for. */
export interface Verdicts {
  rate: boolean
  peak: boolean
  flood: boolean
  standing: boolean
}

export function verdictsOf({ rate, floods, standing }: WireAlarmQuality): Verdicts {
  return {
    rate: rate.mean <= QUALITY_TARGETS.rate,
    peak: rate.peak <= QUALITY_TARGETS.flood,
    flood: floods.share <= QUALITY_TARGETS.floodShare,
    standing: standing.count < QUALITY_TARGETS.standing,
  }
}

/** Each part as a share of all of them; of nothing, nothing. */
export function sharesOf(parts: readonly number[]): number[] {
  const all = parts.reduce((sum, part) => sum + part, 0)
  return parts.map((part) => (all === 0 ? 0 : part / all))
}
