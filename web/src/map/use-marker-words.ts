import { computed, type Ref } from 'vue'
import { HOUR, MINUTE, SECOND, type EpochMs } from '@ioc/shared/time'
import { soonestEarly, type EarlyAlarm } from '../alarms/soonest-early.js'
import { expectedClass } from '../forecasts/expected-class.js'
import { formatMoment } from '../i18n/format-time.js'
import { useWords } from '../i18n/use-words.js'
import { sooner } from '../overview/sooner.js'
import { ARROWS, directionOf, trendText } from '../overview/trend.js'
import { useRoom } from '../room/use-room.js'
import { BAO_DONG, baoDongOf } from '../stations/bao-dong.js'
import { speakingProperty, valueText, withUnit } from '../stations/main-value.js'
import type { Row } from '../stations/row.js'
import type { Box } from './plan-scene.js'
import { rainLabel } from './rain-label.js'
import { useRain } from './use-rain.js'
import { useTrends } from './use-trends.js'

/** A limit that is farther away than this is not what anybody has to act on now. */
const SOON_S = (6 * HOUR) / SECOND
const STEP_MS = 5 * MINUTE
const NONE: ReadonlyMap<string, EarlyAlarm> = new Map()

/**
 * What stands beside a marker, "2,31 m ↗" and how soon the next limit is reached, and what its tip says of the trend. A
 * river is told of by the same figures as in the table of the overview, rain by what fell within the hour: the amount of
 * one report says nothing.
 */
export function useMarkerWords(box: Readonly<Ref<Box | null>>) {
  const { t, number, language } = useWords()
  const { overview, rewind, labelOf, properties, stations, alarms, now } = useRoom()
  // What is expected has no trend.
  const measuredIn = computed(() => (rewind.ahead.value ? null : box.value))
  const trends = useTrends({ box: measuredIn, at: rewind.at, eyes: rewind.eyes })
  const { sums: fallen } = useRain({
    span: computed(() => (measuredIn.value ? 'hour' : null)),
    at: rewind.at,
    eyes: rewind.eyes,
    stations,
  })
  const early = computed((last: ReadonlyMap<string, EarlyAlarm> = NONE) =>
    rewind.ahead.value ? NONE : soonestEarly(alarms.value, last),
  )
  /** What is far away comes near by so much. */
  const step = computed(() => Math.floor(now.value / STEP_MS))
  const rivers = computed(() => new Map(overview.value?.rivers.map((line) => [line.station, line])))

  /** Which way it goes now nobody knows of a station that fell silent. */
  function perHourOf({ station: { id }, look }: Row, property: string): number | null {
    if (look.silent) return null
    const river = property === 'water_level' ? rivers.value.get(id) : undefined
    return river ? river.trend : (trends.value.get(id)?.[property] ?? null)
  }
  /** Only what moves has an arrow: on a calm day the map is calm. */
  function arrowOf(row: Row): string {
    const held = valueOf(row)
    const perHour = held && perHourOf(row, held.property)
    if (!held || perHour === null) return ''
    const direction = directionOf(held.property, held.value, perHour)
    return direction === 'still' ? '' : ` ${ARROWS[direction]}`
  }
  /** What is foretold with a record comes before what would be if it went on as it does. */
  function nextLimit({ station, latest, look }: Row): string {
    const property = speakingProperty(station, latest, look.alarm)
    const warning = early.value.get(station.id)
    const next = property === 'water_level' ? rivers.value.get(station.id)?.next : undefined
    const toldAt = Date.parse(overview.value?.at ?? '') || now.value
    const told = sooner(warning?.property === property ? warning : undefined, next, toldAt)
    if (told && 'early' in told) return expectedLimit(station, told.early)
    if (look.silent || !next || next.inS === null || next.inS > SOON_S) return ''
    return t('map.nextLimit', { level: BAO_DONG[next.level], time: timeOf(toldAt + next.inS * SECOND) })
  }
  /** By the clock, as lists tell it: a time left would be rounded, and would be another one in five minutes. */
  const timeOf = (at: EpochMs) => formatMoment(at, now.value)
  function expectedLimit({ attributes }: Row['station'], { property, limit, early }: EarlyAlarm): string {
    const left = Date.parse(early.at) - step.value * STEP_MS
    if (limit === null || left > SOON_S * SECOND) return ''
    const level = property === 'water_level' ? baoDongOf(attributes, limit) : null
    const named = withUnit(limit, properties.get(property ?? ''), language.value)
    return t('map.nextLimit', {
      level: level ?? t('alarms.limit', { limit: named }),
      time: timeOf(Date.parse(early.at)),
    })
  }
  /** When a station was last heard that is silent: what is beside its marker is of then. */
  function lastAt({ look, latest }: Row): string {
    return look.silent && latest?.at ? ` ${t('map.lastAt', { time: timeOf(Date.parse(latest.at)) })}` : ''
  }
  function expectedLabel(row: Row): string {
    const { expected, latest } = row
    if (!expected) return ''
    const value = valueText(latest, expected.property, properties, language.value)
    const named = expected.property === 'vn_aqi' ? '' : expectedClass(row, language.value)
    return named ? `${value} · ${named}` : value
  }

  /** Another function whenever it has something else to say. */
  const label = computed(() => {
    void [trends.value, rivers.value, fallen.value, early.value, early.value.size > 0 && step.value, language.value]
    return (row: Row): string => {
      if (row.expected !== undefined) return expectedLabel(row)
      const fell = fallen.value?.get(row.station.id)
      const value = rainLabel(row, fell, properties.get('rain'), language.value) ?? labelOf(row)
      const next = nextLimit(row)
      return value === '' ? '' : `${value}${arrowOf(row)}${lastAt(row)}${next && `\n${next}`}`
    }
  })

  /** "↗ 34 cm/h · BĐ II ≈ 14:05"; empty where nothing is known of it. */
  function moving(row: Row): string {
    if (row.expected !== undefined) return ''
    const held = valueOf(row)
    const perHour = held && perHourOf(row, held.property)
    if (!held || perHour === null) return ''
    const unit = properties.get(held.property)
    const direction = directionOf(held.property, held.value, perHour)
    const change = withUnit(Math.abs(perHour), unit, language.value)
    const trend =
      held.property === 'water_level'
        ? trendText(perHour, number)
        : t('map.trend', { arrow: ARROWS[direction], change: `${perHour < 0 ? '−' : '+'}${change}` })
    return [trend, nextLimit(row)].filter(Boolean).join(' · ')
  }

  return { label, moving }
}

/** The value that speaks for a station; null where an index does, or nothing. */
function valueOf({ station, latest, look }: Row): { property: string; value: number } | null {
  const property = speakingProperty(station, latest, look.alarm)
  const held = property === null ? undefined : latest?.values[property]
  return property !== null && held ? { property, value: held.value } : null
}
