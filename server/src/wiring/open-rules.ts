import type { Rule } from '@ioc/shared/rule'
import type { Observation } from '@ioc/shared/observation'
import type { EpochMs } from '@ioc/shared/time'
import { createTurn } from '@ioc/shared/turn'
import type { AlarmDesk } from '../alarms/desk.js'
import { createRules, type Rules } from '../alarms/rules.js'
import { tryRule, type Trial } from '../alarms/try-rule.js'
import type { HistoryQuery } from '../history/read-history.js'
import type { Clock, Reading, Registry } from '../ports.js'
import type { Stations } from '../stations/stations.js'
import { withCommunes } from '../stations/with-communes.js'

interface RulesOptions {
  registry: Registry
  stations: Stations
  clock: Clock
  alarms: () => Pick<AlarmDesk, 'setRules'>
  /** What is known now, so that a new rule sees what stands. */
  newest: () => Iterable<Observation>
  read: (query: HistoryQuery) => AsyncIterable<readonly Reading[]>
}

interface OpenRules {
  rules: Rules
  /** The rules as the desk takes them: an area stands for the communes in it. */
  inCommunes(): Rule[]
  tryRule(rule: Rule, range: { from: EpochMs; to: EpochMs }, signal: AbortSignal): Promise<Trial>
}

/** The rules that people change, handed to the desk at once; and what one would have done, one trial at a time. */
export async function openRules(options: RulesOptions): Promise<OpenRules> {
  const { registry, stations, clock, alarms, newest, read } = options
  const areas = stations.areas()
  const properties = stations.properties()
  const inTurn = createTurn()
  const pause = () => new Promise<void>((resume) => clock.after(0, resume))
  const withAreas = (rule: Rule): Rule =>
    rule.stations ? { ...rule, stations: withCommunes(rule.stations, areas) } : rule

  const rules = await createRules({
    registry,
    stations,
    areas,
    properties,
    clock,
    onChange: (changed) => alarms().setRules(changed.map(withAreas), newest()),
  })
  return {
    rules,
    inCommunes: () => rules.list().map(withAreas),
    tryRule: (rule, range, signal) =>
      inTurn(() =>
        tryRule({
          ...range,
          rule: withAreas(rule),
          rules: rules.list().map(withAreas),
          stations,
          areas,
          properties,
          read: (station, property, from, to) => read({ station, property, from, to, everyMs: null, fn: null }),
          pause,
          signal,
        }),
      ),
  }
}
