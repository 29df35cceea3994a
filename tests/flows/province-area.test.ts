import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Delta, LatestStation, Snapshot, WireAlarm } from '@ioc/shared/wire'
import { io, type Socket } from 'socket.io-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openClient } from '../kill-drill.js'
import { ROOT, startServer, type ServerProcess } from '../server-process.js'

const HUE = '46'
const STATION = 'HUE-AQ-01'

let folder: string
let server: ServerProcess
let socket: Socket
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ioc-hue-'))
  cpSync(join(ROOT, 'provinces/hue'), folder, { recursive: true })
  const rules = JSON.parse(readFileSync(join(folder, 'rules.json'), 'utf8')) as object[]
  const words = { vi: 'Nóng', en: 'Hot' }
  rules.push({
    id: 'hot-anywhere',
    version: 1,
    name: words,
    severity: 'low',
    stations: { areas: [HUE] },
    message: words,
    kind: 'threshold',
    property: 'temperature',
    when: 'above',
    raise: 30,
    clear: 29,
    holdS: 0,
    restS: 0,
  })
  writeFileSync(join(folder, 'rules.json'), JSON.stringify(rules))
  server = await startServer({ env: { IOC_PROVINCE: folder } })
  socket = io(`${server.http}/live`, { reconnection: false, extraHeaders: { cookie: server.cookie } })
})
afterAll(async () => {
  socket.disconnect()
  await server.stop()
  rmSync(folder, { recursive: true })
})

/** The first state of this alarm that comes over the feed and is as wanted. */
function alarmThat(isWanted: (alarm: WireAlarm) => boolean): Promise<WireAlarm> {
  return new Promise((resolve) => {
    socket.on('delta', ({ alarms }: Delta) => {
      const found = alarms.find(isWanted)
      if (found) resolve(found)
    })
  })
}

describe('an area that is the whole province', () => {
  it('holds the stations of all communes: in the list, on the live feed, for rules and among alarms', async () => {
    const latest = await server.api<LatestStation[]>(`latest?area=${HUE}`)
    expect(latest).toHaveLength(60)

    socket.emit('view', { areas: [HUE] })
    const snapshot = await new Promise<Snapshot>((resolve) => socket.once('snapshot', resolve))
    expect(snapshot.stations).toHaveLength(60)

    const raised = alarmThat(({ rule }) => rule === 'hot-anywhere')
    const client = await openClient(server, STATION)
    await client.publishAsync(`ioc/v1/${STATION}/observations`, '{"values":{"temperature":35}}', { qos: 1 })
    await client.endAsync()
    expect(await raised).toMatchObject({ station: STATION, state: 'unacknowledged' })
    expect(await server.api<WireAlarm[]>(`alarms?area=${HUE}`)).toMatchObject([{ rule: 'hot-anywhere' }])
    expect(await server.api<WireAlarm[]>('alarms?area=elsewhere')).toEqual([])
  })

  it('is told the end of the alarms of a station that is removed', async () => {
    const cleared = alarmThat(({ state }) => state === 'cleared')
    await server.api(`stations/${STATION}`, { method: 'DELETE' })
    expect(await cleared).toMatchObject({ rule: 'hot-anywhere', station: STATION })
  })
})
