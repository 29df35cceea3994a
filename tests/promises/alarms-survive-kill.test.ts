import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { smallProvince } from '@ioc/server/stations/small-province.fixture'
import type { WireAlarm, WireAlarmEvent, WireMaintenance } from '@ioc/shared/wire'
import { limitRule, stationOf } from '../alarm-room.js'
import { seededRandom } from '../seeded-random.js'
import { startServer, type ServerProcess } from '../server-process.js'

const ROUNDS = 3
const NAMES = ['A', 'B', 'C', 'D', 'E', 'F']
const folder = mkdtempSync(join(tmpdir(), 'ioc-alarms-killed-'))
const env = { IOC_PROVINCE: join(folder, 'province'), IOC_DEVICE_RATE: '0' }
const dataDir = join(folder, 'data')

beforeAll(() => {
  const files = smallProvince({
    'stations.json': NAMES.map((id, index) => {
      const fed = index > 0 ? { attributes: { fedBy: 'A' } } : {}
      return stationOf(id, { lon: 1, lat: 1, reportIntervalS: 3_600, ...fed })
    }),
    'rules.json': [
      limitRule('outage', 'voltage_l1'),
      limitRule('load', 'voltage_l2', { inhibitedBy: ['outage'] }),
      limitRule('gas', 'co', { latch: true }),
    ],
  })
  for (const [file, content] of files) {
    const path = join(env.IOC_PROVINCE, file)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, content)
  }
  mkdirSync(dataDir)
})

let running: ServerProcess | null = null

async function start(): Promise<ServerProcess> {
  running = await startServer({ dataDir, env })
  return running
}

afterAll(async () => {
  if (running?.process.exitCode === null && running.process.signalCode === null) await running.kill()
  rmSync(folder, { recursive: true })
})

const everyAlarm = (server: ServerProcess) => server.api<WireAlarm[]>('alarms?state=all')
const eventsOf = (server: ServerProcess, id: string) => server.api<WireAlarmEvent[]>(`alarms/${id}/events`)

/** Everything that ever happened, in order, after the journal was seen to agree with the desk. */
async function story(server: ServerProcess): Promise<WireAlarmEvent[]> {
  const events: WireAlarmEvent[] = []
  for (const alarm of await everyAlarm(server)) {
    const own = await eventsOf(server, alarm.id)
    expect(own.at(-1)).toMatchObject({ state: alarm.state, severity: alarm.severity, suppressedBy: alarm.suppressedBy })
    events.push(...own)
  }
  return events.sort((a, b) => a.seq - b.seq)
}

it('kill -9 at any moment takes back nothing that was answered, and doubles nothing', async () => {
  const random = seededRandom(11)
  const answered: string[] = []
  const windows: string[] = []
  let count = 0

  async function measure(server: ServerProcess): Promise<void> {
    const station = NAMES[Math.floor(random() * NAMES.length)]
    const one = () => 20 * random()
    const values = { voltage_l1: one(), voltage_l2: one(), co: one() }
    await server.api('observations', { method: 'POST', body: { station, observations: [{ values }] } })
  }

  async function act(server: ServerProcess): Promise<void> {
    const alarms = await everyAlarm(server)
    const alarm = alarms[Math.floor(random() * alarms.length)]
    if (!alarm) return
    const text = `deed ${(count += 1)}`
    const until = new Date(Date.now() + 60_000).toISOString()
    const deeds: [string, object][] = [
      ['ack', { note: text }],
      ['comment', { text }],
      ['assign', { agency: 'Điện lực', note: text }],
      ['shelve', { until, reason: text }],
    ]
    const [deed, body] = deeds[Math.floor(random() * deeds.length)]!
    await server.api(`alarms/${alarm.id}/${deed}`, { method: 'POST', body })
    answered.push(text)
    if (random() < 0.1) {
      const work = { stations: ['B'], from: Date.now(), to: until, reason: text }
      windows.push((await server.api<WireMaintenance>('maintenance', { method: 'POST', body: work })).id)
    }
  }

  for (let round = 0; round < ROUNDS; round += 1) {
    const server = await start()
    const until = { killed: false }
    const lane = async (deed: (at: ServerProcess) => Promise<void>) => {
      // What an alarm's state does not allow is refused, and the last request of a round never comes back.
      while (!until.killed) await deed(server).catch(() => undefined)
    }
    const lanes = [lane(measure), lane(measure), lane(act), lane(act)]
    const goal = answered.length + 5 + Math.floor(5 * random())
    while (answered.length < goal) await new Promise((resume) => setTimeout(resume, 10))
    await server.kill()
    until.killed = true
    await Promise.all(lanes)
  }

  const first = await start()
  const before = await story(first)
  expect(before.map(({ seq }) => seq)).toEqual(before.map((_, index) => index + 1))
  const texts = before.map(({ text }) => text)
  expect(answered.filter((text) => !texts.includes(text))).toEqual([])
  expect((await first.api<WireMaintenance[]>('maintenance?from=0')).map(({ id }) => id)).toEqual(
    expect.arrayContaining(windows),
  )
  await first.stop()

  // A restart rewrites nothing.
  const second = await start()
  expect((await story(second)).slice(0, before.length)).toEqual(before)
  await second.stop()
}, 240_000)
