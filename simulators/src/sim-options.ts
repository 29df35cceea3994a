import { parseArgs } from 'node:util'
import { SECOND } from '@ioc/shared/time'
import { brokerUrl, hours, positive, time, whole } from './arguments.js'
import { FAULT_KINDS, parseFaultShares, type FaultShares } from './faults.js'
import { SCENARIOS, scenarioNamed } from './scenarios/scenario-named.js'
import { usageError } from './usage-error.js'
import type { Scenario } from './world/scenario.js'

export interface SimOptions {
  /** Null: the province's own, all of them. */
  stations: number | null
  scenario: Scenario
  seed: number
  speed: number
  broker: string
  credentials: string | null
  province: string
  /** Null: each station's own, 30 s at most. */
  intervalMs: number | null
  faults: FaultShares
  /** How much of their past the stations deliver when they first connect. */
  historyHours: number
  writeProvince: string | null
  /** A file for what happens in this run and has to be told; null: none. */
  truth: string | null
  /** World time at the start; null: the real time. */
  worldStart: number | null
  /** World time when the scenario began; null: at the start. */
  scenarioStart: number | null
  /** How many hours of the world before the start the scenario began, where no time is given for it. */
  scenarioAgeHours: number
  /** In how many hours of the world the scenario is told; null: its own time. */
  scenarioHours: number | null
}

export const SIM_HELP = `Simulated stations that publish like the real ones.

  --stations N             how many (default: the province's own; more adds made-up ones)
  --scenario NAME          ${SCENARIOS.map(({ name, summary }) => `${name}: ${summary}`).join('\n                           ')}
  --seed N                 same seed, same world (default 1)
  --speed N                the world runs so many times faster; time stamps and reports keep their real rhythm,
                           rain is what fell in the world (default 1)
  --broker URL             mqtt:// or ws:// (default mqtt://127.0.0.1:1883)
  --credentials FILE       JSON {"station id": "secret"}; without it stations connect without a name
  --province FOLDER        where stations.json and areas.geojson are (default: Huế)
  --interval S             seconds from report to report (default: each station's own, at most 30)
  --faults KIND=SHARE,…    ${FAULT_KINDS.join(', ')}
  --history HOURS          each station first delivers its past: a reading every 5 minutes, and of the last 25 hours all,
                           without faults, beside its live reports; calm until the scenario began (default 0, at most 720)
  --world-start TIME       the world's date and time at the start (default: now; rush-hour: 06:00 of today)
  --scenario-start TIME    world time when the scenario began (default: at the start)
  --scenario-age HOURS     the same, in hours of the world before the start: what has happened of it is in the history
  --scenario-hours H       tells it in so many hours of the world (default: its own: ${SCENARIOS.map(({ name, lastsH }) => `${name} ${lastsH}`).join(', ')})
  --truth FILE             writes what happens until the scenario is over and which alarms are due for it, as JSON; the
                           same seed, stations, scenario, faults, start and speed give the same file
  --write-province FOLDER  writes a copy of the province with these stations, and ends
`

const LONGEST_HISTORY_H = 720

const FLAGS = {
  stations: { type: 'string' },
  scenario: { type: 'string', default: 'calm' },
  seed: { type: 'string', default: '1' },
  speed: { type: 'string', default: '1' },
  broker: { type: 'string', default: 'mqtt://127.0.0.1:1883' },
  credentials: { type: 'string' },
  province: { type: 'string' },
  interval: { type: 'string' },
  faults: { type: 'string', default: '' },
  history: { type: 'string', default: '0' },
  'world-start': { type: 'string' },
  'scenario-start': { type: 'string' },
  'scenario-age': { type: 'string', default: '0' },
  'scenario-hours': { type: 'string' },
  truth: { type: 'string' },
  'write-province': { type: 'string' },
  help: { type: 'boolean', default: false },
} as const

/** Reads the command line; 'help' where that is asked for. */
export function parseSimOptions(args: string[], defaults: { province: string }): SimOptions | 'help' {
  const { values } = parseArgs({ args, options: FLAGS, allowPositionals: false })
  if (values.help) return 'help'
  const scenario = scenarioNamed(values.scenario)
  if (!scenario)
    throw usageError(`no scenario '${values.scenario}', one of ${SCENARIOS.map((one) => one.name).join(', ')}`)
  const faults = parseFaultShares(values.faults)
  if (typeof faults === 'string') throw usageError(`--faults: ${faults}`)

  return {
    stations: values.stations === undefined ? null : whole('--stations', values.stations),
    scenario,
    seed: whole('--seed', values.seed),
    speed: positive('--speed', values.speed),
    broker: brokerUrl('--broker', values.broker),
    credentials: values.credentials ?? null,
    province: values.province ?? defaults.province,
    intervalMs: values.interval === undefined ? null : positive('--interval', values.interval) * SECOND,
    faults,
    historyHours: historyHours(values.history),
    writeProvince: values['write-province'] ?? null,
    truth: values.truth ?? null,
    worldStart: time('--world-start', values['world-start']),
    scenarioStart: time('--scenario-start', values['scenario-start']),
    scenarioAgeHours: hours('--scenario-age', values['scenario-age']),
    scenarioHours:
      values['scenario-hours'] === undefined ? null : positive('--scenario-hours', values['scenario-hours']),
  }
}

function historyHours(text: string): number {
  const asked = whole('--history', text)
  if (asked > LONGEST_HISTORY_H) throw usageError(`--history must be at most ${LONGEST_HISTORY_H} hours, not '${text}'`)
  return asked
}
