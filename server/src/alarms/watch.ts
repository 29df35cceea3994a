import type { PropertyKey, StationId } from '@ioc/shared/ids'
import type { DerivedRule, ValueRule } from '@ioc/shared/rule'
import type { Level } from './levels-at.js'
import type { Signal } from './signal.js'
import { FIRING, IDLE, type Condition, type Sample } from './step-threshold.js'

/** A rule with what all its watches share. */
export interface RuleState<R extends ValueRule | DerivedRule = ValueRule | DerivedRule> {
  rule: R
  /** It is within the hours and on a weekday of the rule. */
  awake: boolean
  /** What its number is, as a text to compare: two rules may hold the same number against other limits. */
  means: string
}

/** The number that stands, with the value that it came from. */
export interface Held extends Sample {
  shown: number
}

/** One rule at one datastream, or a rule on other rules at one place. */
export interface Watch {
  key: string
  of: RuleState
  /** What it speaks of: a station, or a group as `groupId` names it. */
  station: StationId
  /** How people call that. */
  name: string
  /** Null where it is not about one property. */
  property: PropertyKey | null
  /** Null: a rule on other rules. */
  signal: Signal | null
  levels: Level[]
  /** One of each level. */
  conditions: Condition[]
  /** How many levels are passed: 0 is normal. */
  level: number
  /** Changed in place with each value; null before the first that counts. */
  held: Held | null
  /** That value came late. */
  late: boolean
  /** The newest value may not alarm (or not yet), so the clock alone moves nothing. */
  paused: boolean
  /** Its last occurrence; over where it is not among the open ones. */
  alarm: string | null
}

/** A condition as it is remembered over a restart, with the value it stands on. */
export interface Remembered {
  conditions: Condition[]
  held: Held | null
  late: boolean
}

/** What was remembered of a watch; version 0.1 knew one condition a watch, and no other number than the value itself. */
export function readRemembered(state: string): Remembered {
  const saved = JSON.parse(state) as Remembered | { condition: Condition; sample: Sample; late: boolean }
  if ('conditions' in saved) return saved
  const { condition, sample, late } = saved
  return { conditions: [condition], held: { ...sample, shown: sample.value }, late }
}

/** Named one by one: there are a million of them in a province of a hundred thousand datastreams. */
export function createWatch({
  key,
  of,
  station,
  name,
  property,
  signal,
  levels,
}: Pick<Watch, 'key' | 'of' | 'station' | 'name' | 'property' | 'signal' | 'levels'>): Watch {
  const conditions = levels.map(() => IDLE)
  return {
    key,
    of,
    station,
    name,
    property,
    signal,
    levels,
    conditions,
    level: 0,
    held: null,
    late: false,
    paused: true,
    alarm: null,
  }
}

/** Whether nothing of it is true or on its way to be. */
export function isCalm({ conditions }: Pick<Watch, 'conditions'>): boolean {
  return conditions.every(({ phase }) => phase === 'idle')
}

/** How many levels these conditions have passed. */
export function levelOfConditions(conditions: readonly Condition[]): number {
  let level = conditions.length
  while (level > 0 && conditions[level - 1]!.phase !== 'firing') level -= 1
  return level
}

/** Conditions that have passed so many levels and nothing more. */
export function conditionsAt(level: number, levels: number): Condition[] {
  return Array.from({ length: levels }, (_, index) => (index < level ? FIRING : IDLE))
}

/** Whether the highest level that is passed is on its way back. */
export function isResting({ conditions, level }: Watch): boolean {
  const highest = conditions[level - 1]
  return highest?.phase === 'firing' && highest.goodSince !== null
}
