import { MOST_COMMUNES_AT_ONCE, type Alarm } from '@ioc/shared/alarm'

/**
 * Whether alarms hang together so closely that seeing one is seeing all: they are of one station, or one rule says the
 * same of a few communes (at one severity, as one rain over ten) or anything in one area, or one of them explains the
 * others, or the same alarm explains them all. Anything wider would be "acknowledge all", which nobody has looked at.
 */
export function haveOneCause(alarms: readonly Alarm[], areaOf: (station: string) => string | null): boolean {
  return (
    isOne(alarms.map(({ station }) => station)) ||
    isOneRule(alarms, areaOf) ||
    alarms.some(({ id }) => alarms.every((other) => other.id === id || other.suppressedBy === id)) ||
    isOne(alarms.map(({ suppressedBy }) => suppressedBy))
  )
}

/** What other rules say of the same values comes with them: a river above its level is rising fast, too. */
function isOneRule(alarms: readonly Alarm[], areaOf: (station: string) => string | null): boolean {
  return [...new Set(alarms.map(({ rule }) => rule))].some((rule) => {
    const own = alarms.filter((alarm) => alarm.rule === rule)
    const values = new Set(own.map(valueOf))
    const areas = own.map(({ station }) => areaOf(station) ?? station)
    const isFew = new Set(areas).size <= MOST_COMMUNES_AT_ONCE
    return (
      ((isFew && isOne(own.map(({ severity }) => severity))) || isOne(own.map(({ station }) => areaOf(station)))) &&
      alarms.every((alarm) => alarm.rule === rule || values.has(valueOf(alarm)))
    )
  })
}

function valueOf({ station, property }: Alarm): string {
  return `${station}/${property ?? ''}`
}

function isOne(values: readonly (string | null)[]): boolean {
  return values[0] != null && values.every((value) => value === values[0])
}
