import type { Alarm } from '@ioc/shared/alarm'

/**
 * Whether alarms hang together so closely that seeing one is seeing all: they are of one station, or of one rule in one
 * area, or one of them explains the others, or the same alarm explains them all. Anything wider would be
 * "acknowledge all", which nobody has looked at.
 */
export function haveOneCause(alarms: readonly Alarm[], areaOf: (station: string) => string | null): boolean {
  return (
    isOne(alarms.map(({ station }) => station)) ||
    (isOne(alarms.map(({ rule }) => rule)) && isOne(alarms.map(({ station }) => areaOf(station)))) ||
    alarms.some(({ id }) => alarms.every((other) => other.id === id || other.suppressedBy === id)) ||
    isOne(alarms.map(({ suppressedBy }) => suppressedBy))
  )
}

function isOne(values: readonly (string | null)[]): boolean {
  return values[0] != null && values.every((value) => value === values[0])
}
