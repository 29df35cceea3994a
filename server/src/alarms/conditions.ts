import type { StationId } from '@ioc/shared/ids'
import { unitOf, type ObservedProperty } from '@ioc/shared/properties'
import { MINUTE, type EpochMs } from '@ioc/shared/time'
import type { JournalWriter } from './journal-writer.js'
import type { Level } from './levels-at.js'
import { fillMessage, writtenAs, type Blanks } from '@ioc/shared/message'
import type { Occurrences } from './occurrences.js'
import { IDLE, interrupt, isRunning, stepThreshold } from './step-threshold.js'
import { conditionsAt, isCalm, levelOfConditions, type Held, type Remembered, type Watch } from './watch.js'

export interface Conditions {
  /** Steps a watch by the number it now holds. */
  step(watch: Watch, now: EpochMs): void
  /** Nothing that counts was measured: the clock moves nothing, and holds and rests begin anew after it. */
  interrupt(watch: Watch): void
  /** Runs holds and rests on by the clock. */
  tick(now: EpochMs): void
  /** Whether the clock has nothing to move. */
  idle(): boolean
  /** Puts a watch into conditions it had before, without a word. */
  resume(watch: Watch, conditions: Watch['conditions']): void
  /** … and into such as a standing alarm must have had. */
  resumeAt(watch: Watch, level: number): void
  /** What it found has changed while it stands: which stations, how many. */
  tellAnew(watch: Watch, now: EpochMs): void
  /** Its conditions are not true any more, at once, and neither is what it had raised. */
  end(watch: Watch, now: EpochMs): void
  /** Nobody follows this watch any more: it is idle, and what it had raised goes on without it. */
  release(watch: Watch): void
  /** … and nothing of it is worth remembering. */
  forget(watch: Watch): void
}

/** What an alarm on many stations can say more. */
export interface Gathered {
  stations: readonly StationId[] | null
  blanks: Pick<Blanks, 'count' | 'total' | 'place'>
}

interface ConditionsOptions {
  properties: readonly ObservedProperty[]
  occurrences: Pick<Occurrences, 'raise' | 'settle'>
  writer: Pick<JournalWriter, 'remember'>
  /** Called when a watch begins or ceases to stand. */
  onStanding(watch: Watch, stands: boolean): void
  /** What a rule on other rules has found. */
  gather(watch: Watch): Gathered | null
}

/**
 * Moves the conditions of all watches, whatever their kind: hold, rest and deadband are here and nowhere else.
 *
 * Only those with a running duration are touched by the clock, and where nothing moves nothing is made.
 */
export function createConditions(options: ConditionsOptions): Conditions {
  const { properties, occurrences, writer, onStanding, gather } = options
  const running = new Set<Watch>()

  function step(watch: Watch, now: EpochMs): void {
    const { levels, conditions } = watch
    const held = watch.held!
    let moved = false
    for (let index = 0; index < levels.length; index += 1) {
      const before = conditions[index]!
      const after = stepThreshold(levels[index]!, before, held, now)
      if (after === before) continue
      conditions[index] = after
      moved = true
    }
    if (moved) settleAt(watch, now)
  }

  function settleAt(watch: Watch, now: EpochMs): void {
    const before = watch.level
    resume(watch, watch.conditions)
    remember(watch)
    if (watch.level === before || watch.of.rule.quiet) return
    if (watch.level > 0) raise(watch, now)
    else occurrences.settle(watch.alarm, now)
  }

  function resume(watch: Watch, conditions: Watch['conditions']): void {
    const stood = watch.level > 0
    watch.conditions = conditions
    watch.level = levelOfConditions(conditions)
    if (stood !== watch.level > 0) onStanding(watch, !stood)
    if (watch.signal?.runsOnClock !== false && conditions.some(isRunning)) running.add(watch)
    else running.delete(watch)
  }

  function release(watch: Watch): void {
    resume(
      watch,
      watch.levels.map(() => IDLE),
    )
  }

  function remember(watch: Watch): void {
    const { key, conditions, held, late } = watch
    const remembered: Remembered = { conditions, held, late }
    writer.remember(key, isCalm(watch) ? null : JSON.stringify(remembered))
  }

  function raise(watch: Watch, now: EpochMs): void {
    const { of, station, property, levels, level, held, late, alarm } = watch
    const passed = levels[level - 1]!
    const gathered = gather(watch)
    const message = fillMessage(passed.message, { ...blanksOf(watch, passed, held!), ...gathered?.blanks })
    const { value, limit } = shownOf(watch, passed, held!)
    const { severity } = passed
    const early = watch.signal?.ahead?.expected(passed.raise) ?? null
    const finding = { late, phenomenonTime: held!.at, value, limit, message, severity, early }
    const subject = { rule: of.rule, station, property }
    watch.alarm = occurrences.raise(alarm, subject, { ...finding, stations: gathered?.stations ?? null }, now)
  }

  function blanksOf({ name, signal, property, of: { rule } }: Watch, level: Level, { value, shown }: Held): Blanks {
    const isHealth = signal?.about === 'health'
    const expected = signal?.ahead?.expected(level.raise)
    const why = signal?.doubted?.why()
    const minutes = rule.kind === 'stuck' ? Math.round(value / (MINUTE / 1_000)) : Math.round(level.holdMs / MINUTE)
    return {
      station: name,
      value: isHealth ? shown : value,
      limit: level.raise,
      minutes,
      step: level.step,
      ...(expected && { time: expected.at, chance: expected.probability }),
      ...(why && { why }),
      ...(property === null ? { unit: unitOf(undefined), decimals: 0 } : writtenAs(property, properties)),
    }
  }

  return {
    step,
    interrupt(watch) {
      watch.paused = true
      if (!watch.conditions.some(isRunning)) return
      resume(watch, watch.conditions.map(interrupt))
      remember(watch)
    },
    tick(now) {
      for (const watch of running) if (watch.held && !watch.paused) step(watch, now)
    },
    idle: () => running.size === 0,
    resume,
    resumeAt: (watch, level) => resume(watch, conditionsAt(level, watch.levels.length)),
    tellAnew(watch, now) {
      if (watch.level > 0 && !watch.of.rule.quiet) raise(watch, now)
    },
    end(watch, now) {
      if (isCalm(watch)) return
      watch.conditions.fill(IDLE)
      settleAt(watch, now)
    },
    release,
    forget(watch) {
      if (!isCalm(watch)) writer.remember(watch.key, null)
      release(watch)
    },
  }
}

/** Value and limit of an alarm are those of its property, or they could not stand in its chart. */
function shownOf({ signal }: Watch, level: Level, { value, shown }: Held): { value: number; limit: number | null } {
  const isOfProperty = signal === null || signal.about === 'level'
  if (signal?.about === 'ahead') return { value: shown, limit: level.raise }
  return isOfProperty ? { value, limit: level.raise } : { value: shown, limit: null }
}
