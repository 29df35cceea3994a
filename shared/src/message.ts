import type { Localized } from './alarm.js'
import { formatNumber, type Language } from './format-number.js'
import { VIETNAM_OFFSET_MS, type EpochMs } from './time.js'
import { INDICES, isIndexKey, joinUnit, unitOf, type ObservedProperty } from './properties.js'

export interface Blanks {
  station: string
  value: number | null
  limit: number | null
  minutes: number
  unit: Localized
  decimals: number
  /** How the step of a band is called. */
  step?: Localized | null
  /** How many stations stand, of how many, and where. */
  count?: number
  total?: number
  place?: Localized
  /** When a limit is expected to be passed, and how probable that is, 0 to 1. */
  time?: EpochMs
  chance?: number
  /** What is measured, and what does not fit about it. */
  property?: Localized
  why?: Localized
}

/** The names of all blanks. */
export const BLANKS = [
  'station',
  'value',
  'limit',
  'unit',
  'minutes',
  'step',
  'count',
  'total',
  'place',
  'time',
  'chance',
  'property',
  'why',
] as const

/** Fills in the blanks of a rule's message, with a decimal comma in Vietnamese; an unknown blank stays as it is. */
export function fillMessage(template: Localized, blanks: Blanks): Localized {
  return { vi: fill(template.vi, blanks, 'vi'), en: fill(template.en, blanks, 'en') }
}

/** The name, the unit and the decimals with which a property is written. */
export function writtenAs(
  key: string,
  properties: readonly ObservedProperty[],
): Pick<Blanks, 'unit' | 'decimals' | 'property'> {
  if (isIndexKey(key)) return { unit: unitOf(undefined), decimals: INDICES[key].decimals, property: INDICES[key] }
  const property = properties.find((candidate) => candidate.key === key)
  return { unit: unitOf(property), decimals: property?.decimals ?? 2, ...(property && { property }) }
}

/** "3,62 m": a value as it is written in each language, with its unit; `finer` is by how many decimals more. */
export function writeValue(value: number, property: ObservedProperty, finer = 0): Localized {
  const { vi, en } = unitOf(property)
  const write = (language: Language) => formatNumber(value, property.decimals + finer, language)
  return { vi: joinUnit(write('vi'), vi), en: joinUnit(write('en'), en) }
}

function fill(template: string, blanks: Blanks, language: Language): string {
  const number = (value: number | null) => (value === null ? '–' : formatNumber(value, blanks.decimals, language))
  return template.replace(/\{(\w+)\}/g, (blank, name: string) => {
    switch (name as (typeof BLANKS)[number]) {
      case 'station':
        return blanks.station
      case 'value':
        return number(blanks.value)
      case 'limit':
        return number(blanks.limit)
      case 'unit':
        return blanks.unit[language]
      case 'minutes':
        return String(blanks.minutes)
      case 'step':
        return blanks.step?.[language] ?? ''
      case 'count':
        return String(blanks.count ?? '–')
      case 'total':
        return String(blanks.total ?? '–')
      case 'place':
        return blanks.place?.[language] ?? ''
      case 'time':
        return blanks.time === undefined ? '–' : clockOf(blanks.time)
      case 'chance':
        return blanks.chance === undefined ? '–' : String(Math.round(blanks.chance * 100))
      case 'property':
        return blanks.property?.[language] ?? ''
      case 'why':
        return blanks.why?.[language] ?? ''
      default:
        return blank
    }
  })
}

/** Hours and minutes in Vietnam. */
function clockOf(at: EpochMs): string {
  return new Date(at + VIETNAM_OFFSET_MS).toISOString().slice(11, 16)
}
