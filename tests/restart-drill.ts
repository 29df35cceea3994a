import { spawn, type ChildProcess } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { openAlarmJournal } from '@ioc/server/adapters/duckdb/alarm-journal'
import { openDatabase } from '@ioc/server/adapters/duckdb/database'
import type { Alarm, AlarmState } from '@ioc/shared/alarm'
import type { Rule } from '@ioc/shared/rule'
import { HOUR, MINUTE, SECOND } from '@ioc/shared/time'
import type { WireAlarm, WireAlarmEvent } from '@ioc/shared/wire'
import { limitRule } from './alarm-room.js'
import { redo } from './redo.js'
import { ROOT, startServer, type ServerProcess } from './server-process.js'

export interface RestartResult {
  restarts: number
  /** Occurrences of a list before a kill that were looked for in the list after it, over all restarts. */
  compared: number
  /** Of those, by the state before the kill. */
  states: Map<AlarmState, number>
  /** What hold, rest and shelf did meanwhile: how often each event of the journal says so. */
  movedOn: Map<string, number>
  /** Another than before and no event says why, or gone; by their ids. */
  differing: string[]
  /** A second occurrence of what was open already. */
  twice: string[]
  /** For each hold that ran through a kill: how much later than due it was told, or than the new start if that was later. */
  holdsLateMs: number[]
  journal: { events: number; occurrences: number; differing: string[] }
}

/** Long enough that a start is over before. */
const HOLD_S = 20
/** A station of the flood, and what the flood does not measure there: the drill's own. */
const PROBE = { station: 'HUE-WL-01', property: 'turbidity' }
/** The flood of sixteen hours passes in four minutes. */
const SPEED = '240'
/** The rules of Huế wait no longer than this in the drill. */
const SHORT_S = 4

/**
 * Kills a server with SIGKILL in the middle of a flood, again and again on one data folder, with operators who answer
 * what comes so that alarms are in every state; compares what it knew before with what it knows after, and at the end
 * reads the journal from its start.
 */
export async function restartDrill(restarts: number): Promise<RestartResult> {
  let server = await startServer({ env: { IOC_DEVICE_RATE: '0' } })
  const { dataDir, httpPort, mqttPort } = server
  const result: RestartResult = {
    restarts,
    compared: 0,
    states: new Map(),
    movedOn: new Map(),
    differing: [],
    twice: [],
    holdsLateMs: [],
    journal: { events: 0, occurrences: 0, differing: [] },
  }
  const rules = await server.api<Rule[]>('rules')
  await server.api('rules', { method: 'PUT', body: [...rules.map(hasty), probe, ...staged] })
  await stage(server)
  const field = startFlood(server)
  try {
    for (let round = 0; round < restarts; round++) {
      await pause(6 * SECOND)
      await answerSome(server, round)
      await pause(6 * SECOND)
      // The field holds its breath until all short waits are over: what differs then differs because of the restart.
      field.kill('SIGSTOP')
      const dueAt = (await measure(server, { [PROBE.property]: 2 })) + HOLD_S * SECOND
      await pause((SHORT_S + 2) * SECOND)
      const before = await everyAlarm(server)
      const killedAt = Date.now()
      await server.kill()
      server = await startServer({ dataDir, httpPort, mqttPort, env: { IOC_DEVICE_RATE: '0' } })
      const readyAt = Date.now()
      await compare(server, { before, since: killedAt, result })
      field.kill('SIGCONT')
      const told = await probeTold(server, killedAt)
      result.holdsLateMs.push(told ? Date.parse(told.raisedAt) - Math.max(dueAt, readyAt) : Infinity)
      if (told) await server.api(`alarms/${told.id}/ack`, { method: 'POST', body: {} })
      await measure(server, { [PROBE.property]: 0 })
    }
  } finally {
    field.kill('SIGCONT')
    field.kill('SIGKILL')
    await server.stop()
  }
  result.journal = await replay(dataDir)
  rmSync(dataDir, { recursive: true, force: true })
  return result
}

const limit = { raise: 1, clear: 1, stations: { ids: [PROBE.station] } }
const probe = limitRule('probe', PROBE.property, { ...limit, holdS: HOLD_S })
/** States that a flood may not bring about by itself. */
const staged = [
  limitRule('staged-cause', 'salinity', limit),
  limitRule('staged-suppressed', 'ph', { ...limit, inhibitedBy: ['staged-cause'] }),
  limitRule('staged-latched', 'dissolved_oxygen', { ...limit, latch: true }),
  limitRule('staged-returned', 'discharge', limit),
  limitRule('staged-out', 'water_temperature', limit),
]

async function stage(server: ServerProcess): Promise<void> {
  await measure(server, { salinity: 2, ph: 2, dissolved_oxygen: 2, discharge: 2, water_temperature: 20 })
  const [latched] = await server.api<WireAlarm[]>('alarms?rule=staged-latched')
  await server.api(`alarms/${latched!.id}/ack`, { method: 'POST', body: {} })
  await measure(server, { dissolved_oxygen: 0, discharge: 0 })
  await work(server, { stations: [PROBE.station], rules: ['staged-out'] })
}

/** Maintenance for the rest of the drill. */
async function work(server: ServerProcess, what: { stations: string[]; rules?: string[] }): Promise<void> {
  const window = { ...what, from: Date.now(), to: new Date(Date.now() + HOUR).toISOString(), reason: 'drill' }
  await server.api('maintenance', { method: 'POST', body: window })
}

function hasty(rule: Rule): Rule {
  const short: Record<string, unknown> = { ...rule }
  for (const key of ['holdS', 'restS']) if (key in short) short[key] = Math.min(SHORT_S, Number(short[key]))
  return { ...(short as Rule), ...(rule.id === 'river-rise' && { latch: true }) }
}

function startFlood({ mqttPort, dataDir }: ServerProcess): ChildProcess {
  const to = ['--broker', `mqtt://127.0.0.1:${mqttPort}`, '--credentials', join(dataDir, 'sim-credentials.json')]
  const story = [
    '--scenario',
    'flood',
    '--speed',
    SPEED,
    '--interval',
    '2',
    '--history',
    '0',
    '--faults',
    'silent=0.05',
  ]
  return spawn(process.execPath, [join(ROOT, 'simulators/dist/sim.js'), ...to, ...story], {
    stdio: 'ignore',
  })
}

const everyAlarm = (server: ServerProcess) => server.api<WireAlarm[]>('alarms?state=all')

/** What operators do with what stands, each with another part of it; what a state does not allow is refused. */
async function answerSome(server: ServerProcess, round: number): Promise<void> {
  const alarms = (await server.api<WireAlarm[]>('alarms?state=active')).filter(
    ({ rule }) => ![probe, ...staged].some(({ id }) => id === rule),
  )
  const until = new Date(Date.now() + 2 * MINUTE).toISOString()
  const deeds: readonly [string, object][] = [
    ['ack', { note: `round ${round}` }],
    ['ack', {}],
    ['shelve', { until, reason: 'drill' }],
    ['comment', { text: 'drill' }],
    ['assign', { agency: 'Ban Chỉ huy' }],
    ['reset', {}],
  ]
  for (const [index, { id }] of alarms.entries()) {
    const [deed, body] = deeds[(index + round) % deeds.length]!
    const post = { method: 'POST', ...(deed !== 'reset' && { body }) }
    await server.api(`alarms/${encodeURIComponent(id)}/${deed}`, post).catch(() => undefined)
  }
  if (round % 3 === 0) await work(server, { stations: [`HUE-RG-0${1 + (round % 9)}`] })
}

/** Answers when it was measured. */
async function measure(server: ServerProcess, values: Record<string, number>): Promise<number> {
  const at = Date.now()
  const observations = [{ at, values }]
  await server.api('observations', { method: 'POST', body: { station: PROBE.station, observations } })
  return at
}

async function compare(
  server: ServerProcess,
  { before, since, result }: { before: readonly WireAlarm[]; since: number; result: RestartResult },
): Promise<void> {
  const after = await everyAlarm(server)
  const byId = new Map(after.map((alarm) => [alarm.id, alarm]))
  const open = new Set(before.filter(({ state }) => state !== 'cleared').map(subjectOf))
  for (const alarm of before) {
    result.compared++
    result.states.set(alarm.state, (result.states.get(alarm.state) ?? 0) + 1)
    const now = byId.get(alarm.id)
    if (isDeepStrictEqual(now, alarm)) continue
    const events = now ? await server.api<WireAlarmEvent[]>(`alarms/${encodeURIComponent(alarm.id)}/events`) : []
    const why = events.find(({ at, type }) => type !== 'raised' && Date.parse(at) >= since - SECOND)
    if (why) result.movedOn.set(why.type, (result.movedOn.get(why.type) ?? 0) + 1)
    else result.differing.push(`${alarm.id}: ${now ? changesOf(alarm, now) : 'gone'}`)
  }
  const known = new Set(before.map(({ id }) => id))
  result.twice.push(...after.filter((alarm) => !known.has(alarm.id) && open.has(subjectOf(alarm))).map(({ id }) => id))
}

function changesOf(before: WireAlarm, after: WireAlarm): string {
  const keys = Object.keys(before) as (keyof WireAlarm)[]
  const changed = keys.filter((key) => !isDeepStrictEqual(before[key], after[key]))
  return changed.map((key) => `${key} ${JSON.stringify(before[key])} → ${JSON.stringify(after[key])}`).join(', ')
}

function subjectOf({ rule, station, property }: WireAlarm): string {
  return `${rule} ${station} ${property ?? ''}`
}

/** The alarm of the hold that ran through the kill. */
async function probeTold(server: ServerProcess, killedAt: number): Promise<WireAlarm | undefined> {
  for (const giveUpAt = Date.now() + 2 * HOLD_S * SECOND; Date.now() < giveUpAt; await pause(200)) {
    const found = await server.api<WireAlarm[]>(`alarms?rule=${probe.id}&from=${killedAt}`)
    if (found[0]) return found[0]
  }
  return undefined
}

/** Does again what the journal says happened, from its first event on, and compares with what it says of now. */
async function replay(dataDir: string): Promise<RestartResult['journal']> {
  const database = await openDatabase({ dataDir, memoryLimitMb: 256 })
  const journal = await openAlarmJournal(database)
  const alarms = new Map<string, Alarm>()
  const events = await journal.events({})
  const differing = new Set<string>()
  for (const event of events) {
    const again = redo(alarms.get(event.alarm.id), event)
    if (!isDeepStrictEqual(again, event.alarm)) differing.add(event.alarm.id)
    alarms.set(event.alarm.id, event.alarm)
  }
  const standing = new Map((await journal.open()).map(({ alarm }) => [alarm.id, alarm]))
  for (const [id, alarm] of alarms) {
    if (!isDeepStrictEqual(standing.get(id), alarm.state === 'cleared' ? undefined : alarm)) differing.add(id)
  }
  await journal.close()
  await database.close()
  return { events: events.length, occurrences: alarms.size, differing: [...differing] }
}

const pause = (ms: number) => new Promise<void>((resume) => setTimeout(resume, ms))
