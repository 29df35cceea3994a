import type { ObservedProperty } from '@ioc/shared/properties'
import type { Language } from '@ioc/shared/format-number'
import { speakingProperty, withUnit } from '../stations/main-value.js'
import type { Row } from '../stations/row.js'

/** What stands beside a gauge of rain: what `fell` within the hour (mm), as an intensity; null where something else speaks for it. */
export function rainLabel(
  { station, latest, look }: Pick<Row, 'station' | 'latest' | 'look'>,
  fell: number | undefined,
  rain: ObservedProperty | undefined,
  language: Language,
): string | null {
  if (fell === undefined || speakingProperty(station, latest, look.alarm) !== 'rain') return null
  return `${withUnit(fell, rain, language)}/h`
}
