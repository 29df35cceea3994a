import type { Quality } from '@ioc/shared/observation'
import type { EpochMs } from '@ioc/shared/time'
import type { Language } from '@ioc/shared/format-number'
import { withUnit, type Properties } from './main-value.js'
import type { Row } from './row.js'

export interface DatastreamLine {
  key: string
  name: string
  /** Null: expected, and never sent. `why`: what makes it suspect, where its device called it good. */
  held: { text: string; at: EpochMs; quality: Quality; why: string | null; outOfRange: boolean } | null
}

/** What a station has, and what it is expected to have and never sent. */
export function datastreamLines(
  { station, latest }: Row,
  properties: Properties,
  language: Language,
): DatastreamLine[] {
  const values = latest?.values ?? {}
  const keys = [...new Set([...(station.properties ?? []), ...Object.keys(values)])]
  return keys.map((key) => {
    const property = properties.get(key)
    const held = values[key]
    return {
      key,
      name: property?.[language] ?? key,
      held: held
        ? {
            text: withUnit(held.value, property, language),
            at: Date.parse(held.at),
            quality: held.quality,
            why: held.doubt?.why[language] ?? null,
            outOfRange: property !== undefined && (held.value < property.min || held.value > property.max),
          }
        : null,
    }
  })
}
