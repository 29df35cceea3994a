import { SYSTEM, type Localized } from '@ioc/shared/alarm'
import { resolveLimit } from '@ioc/shared/limits'
import type { Rule } from '@ioc/shared/rule'
import type { WireAlarm, WireStation } from '@ioc/shared/wire'
import type { Properties } from '../stations/main-value.js'

const LEVELS = [
  ['bd3', 'III'],
  ['bd2', 'II'],
  ['bd1', 'I'],
] as const

interface Known {
  rules: ReadonlyMap<string, Rule>
  properties: Properties
  station: WireStation | undefined
}

/**
 * The few words an alarm is recognised by.
 *
 * How many stations fell silent together; the message of any other group; the rule's own name where we know it, of a
 * band (or of what is expected) with the step that is passed; what the IOC says of itself; otherwise what was measured and which side of its limit it
 * is on. Station, value and limit stand beside it already, and the message, which repeats them all, is one hover away.
 */
export function headline(alarm: WireAlarm, { rules, properties, station }: Known): Localized {
  const rule = rules.get(alarm.rule)
  const many = alarm.property === null && rule?.kind !== 'count' ? alarm.stations?.length : undefined
  if (many)
    return { vi: `${many} trạm mất tín hiệu · một nguyên nhân`, en: `${many} stations give no signal · one cause` }
  if (alarm.stations) return alarm.message
  if (rule) return named(rule, alarm, station)
  if (alarm.station === SYSTEM) return alarm.message
  if (alarm.property === null) return { vi: 'Mất tín hiệu', en: 'No signal' }
  const property = properties.get(alarm.property)
  if (!property || alarm.value === null || alarm.limit === null) return alarm.message

  const above = alarm.value >= alarm.limit
  const level = above && LEVELS.find(([key]) => station?.attributes?.[key] === alarm.limit)
  if (level)
    return { vi: `${property.vi} trên báo động ${level[1]}`, en: `${property.en} above alarm level ${level[1]}` }
  return above
    ? { vi: `${property.vi} trên ngưỡng`, en: `${property.en} above its limit` }
    : { vi: `${property.vi} dưới ngưỡng`, en: `${property.en} below its limit` }
}

function named(rule: Rule, { limit }: WireAlarm, station: WireStation | undefined): Localized {
  if (!('steps' in rule)) return rule.name
  const step = rule.steps.findLast(({ from }) => resolveLimit(from, station?.attributes) === limit)
  if (!step) return rule.name
  return { vi: `${rule.name.vi}: ${step.name.vi}`, en: `${rule.name.en}: ${step.name.en}` }
}
