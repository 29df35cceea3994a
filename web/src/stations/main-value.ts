import { LEVELS_OF_SERVICE } from '@ioc/shared/level-of-service'
import { joinUnit, unitOf, type ObservedProperty } from '@ioc/shared/properties'
import type { LatestStation, WireAlarm, WireStation } from '@ioc/shared/wire'
import { formatNumber, type Language } from '@ioc/shared/format-number'
import { BAO_DONG } from './bao-dong.js'

export type Properties = ReadonlyMap<string, ObservedProperty>

/** What a person asks a station of each kind first. */
export const MAIN: Readonly<Record<string, readonly string[]>> = {
  air: ['pm2_5', 'pm10'],
  water: ['water_level', 'discharge', 'dissolved_oxygen', 'ph', 'salinity'],
  rain: ['rain'],
  traffic: ['speed', 'flow', 'vehicles'],
  power: ['active_power', 'voltage_l1'],
  weather: ['temperature', 'rain', 'wind_speed'],
}

/** The one property that speaks for the station; null where it has and expects none. */
export function mainProperty(station: WireStation, latest: LatestStation | undefined): string | null {
  const has = Object.keys(latest?.values ?? {})
  const wanted = MAIN[station.kind] ?? []
  return (
    wanted.find((key) => has.includes(key)) ??
    wanted.find((key) => station.properties?.some((expected) => expected === key)) ??
    has[0] ??
    station.properties?.[0] ??
    null
  )
}

/** The property the eye is sent to: what is wrong where something is, otherwise the main one. */
export function speakingProperty(
  station: WireStation,
  latest: LatestStation | undefined,
  alarm: WireAlarm | null,
): string | null {
  const wrong = alarm?.property
  if (wrong && (latest?.values[wrong] || latest?.indices[wrong])) return wrong
  return mainProperty(station, latest)
}

/** The newest of what a chart shows: a value, or what an index comes to. */
export function heldOf(latest: LatestStation | undefined, property: string | null | undefined) {
  return property ? (latest?.values[property] ?? latest?.indices[property]) : undefined
}

/** "3,62 m": a value as it stands beside a station; empty where there is none. */
export function valueText(
  latest: LatestStation | undefined,
  property: string | null,
  properties: Properties,
  language: Language,
): string {
  if (property === null || !latest) return ''
  const index = latest.indices[property]
  if (index) return indexText(property, index.value, language)
  const held = latest.values[property]
  return held ? withUnit(held.value, properties.get(property), language) : ''
}

/** An index as people know it: "AQI 120", "BĐ II", "LOS E". */
function indexText(key: string, value: number, language: Language): string {
  if (key === 'flood_level') return BAO_DONG[value] || `< ${BAO_DONG[1]}`
  if (key === 'los') return `LOS ${LEVELS_OF_SERVICE[value - 1] ?? value}`
  return key.startsWith('vn_aqi') ? `AQI ${formatNumber(value, 0, language)}` : String(value)
}

export function withUnit(value: number, property: ObservedProperty | undefined, language: Language): string {
  const text = formatNumber(value, property?.decimals ?? 1, language)
  return joinUnit(text, unitOf(property)[language])
}
