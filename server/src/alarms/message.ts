import type { Localized } from '@ioc/shared/alarm'
import { INDICES, isIndexKey, type ObservedProperty } from '@ioc/shared/properties'

interface Blanks {
  station: string
  value: number | null
  limit: number | null
  minutes: number
  unit: string
  decimals: number
}

/** Fills in the blanks of a rule's message, with a decimal comma in Vietnamese; an unknown blank stays as it is. */
export function fillMessage(template: Localized, blanks: Blanks): Localized {
  return { vi: fill(template.vi, blanks, ','), en: fill(template.en, blanks, '.') }
}

/** The unit and the decimals with which a property is written. */
export function writtenAs(key: string, properties: readonly ObservedProperty[]): Pick<Blanks, 'unit' | 'decimals'> {
  if (isIndexKey(key)) return { unit: '', decimals: INDICES[key].decimals }
  const property = properties.find((candidate) => candidate.key === key)
  return property ? { unit: property.symbol, decimals: property.decimals } : { unit: '', decimals: 2 }
}

function fill(template: string, blanks: Blanks, point: string): string {
  const number = (value: number | null) => (value === null ? '–' : value.toFixed(blanks.decimals).replace('.', point))
  return template.replace(/\{(\w+)\}/g, (blank, name: string) => {
    switch (name) {
      case 'station':
        return blanks.station
      case 'value':
        return number(blanks.value)
      case 'limit':
        return number(blanks.limit)
      case 'unit':
        return blanks.unit
      case 'minutes':
        return String(blanks.minutes)
      default:
        return blank
    }
  })
}
