import { hasMosquitto, openMosquitto } from '../mosquitto.js'
import type { ServerProcess } from '../server-process.js'
import { offer, row, say, towards, withProvince, withServer } from './measure-load.js'

const STATIONS = 1_000
const ROUNDS = 3
const SHAPE = ['--connections', '200', '--window', '50']
const VALUES_A_MESSAGE = 4
const GIVE_UP_MS = 120_000

/**
 * The rate at which the field's messages reach the disk through Mosquitto, beside the embedded broker; everything on.
 *
 * Mosquitto acknowledges before we commit, so the generator's rate is not ours: what counts is the time until the last
 * message that it acknowledged is stored. Generator, broker and server share this computer.
 */
export async function benchOutsideBroker(): Promise<void> {
  if (!hasMosquitto()) return
  await withProvince(STATIONS, async (province) => {
    const env = { IOC_PROVINCE: province }
    for (let round = 1; round <= ROUNDS; round++) {
      const load = await withServer(env, (embedded) => offer([...towards(embedded), ...SHAPE]))
      say(`round ${round}: embedded ${row(load)}`)
      say(`         Mosquitto, as fast as it takes ${await measureOutside(env, [])}`)
    }
    say(`at 5,000 messages/s offered: Mosquitto ${await measureOutside(env, ['--rate', '5000'])}`)
  })
}

async function measureOutside(env: Record<string, string>, more: string[]): Promise<string> {
  const mosquitto = await openMosquitto()
  const told = await withServer({ ...env, IOC_BROKER: mosquitto.url }, async (server) => {
    let first: number | null = null
    let last = { at: performance.now(), stored: 0 }
    const load = { running: true }
    async function watch(): Promise<void> {
      const stored = await storedMessages(server)
      const at = performance.now()
      if (stored > 0) first ??= at
      if (stored > last.stored) last = { at, stored }
    }
    const watching = (async () => {
      while (load.running) {
        await watch()
        await new Promise((resume) => setTimeout(resume, 250))
      }
    })()
    const target = towards({ mqttPort: mosquitto.port, dataDir: server.dataDir })
    const { acked, perSecond } = await offer([...target, ...SHAPE, ...more])
    load.running = false
    await watching
    const behind = acked - last.stored
    const until = performance.now() + GIVE_UP_MS
    while (last.stored < acked && performance.now() < until) await watch()
    const rate = Math.round(last.stored / ((last.at - (first ?? last.at)) / 1000))
    const lost = Math.max(0, acked - last.stored)
    return `${rate.toLocaleString('en')} msg/s stored (${perSecond.toLocaleString('en')} taken, ${behind} behind at its end, ${lost} of ${acked} missing)`
  })
  await mosquitto.remove()
  return told
}

async function storedMessages(server: ServerProcess): Promise<number> {
  const rows = await server.api<{ stored: number }[]>('ledger')
  return Math.floor(rows.reduce((sum, { stored }) => sum + stored, 0) / VALUES_A_MESSAGE)
}
