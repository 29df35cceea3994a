import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { hasMosquitto, openMosquitto } from '../mosquitto.js'
import { ROOT, startServer, type ServerProcess } from '../server-process.js'
import { offer, row, say } from './ingest.js'

const STATIONS = 1_000
const ROUNDS = 3
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
  const folder = mkdtempSync(join(tmpdir(), 'ioc-bench-'))
  const province = join(folder, 'province')
  const sim = join(ROOT, 'simulators/dist/sim.js')
  spawnSync(process.execPath, [sim, '--stations', String(STATIONS), '--write-province', province], { stdio: 'inherit' })

  const env = { IOC_PROVINCE: province, IOC_DEVICE_RATE: '0' }
  for (let round = 1; round <= ROUNDS; round++) {
    const embedded = await startServer({ env })
    const load = await offer(['--port', String(embedded.mqttPort), ...credentialsOf(embedded)])
    await discard(embedded)
    say(`round ${round}: embedded ${row(load)}`)
    say(`         Mosquitto, as fast as it takes ${await measureOutside(env, [])}`)
  }
  say(`at 5,000 messages/s offered: Mosquitto ${await measureOutside(env, ['--rate', '5000'])}`)
  rmSync(folder, { recursive: true, force: true })
}

async function measureOutside(env: Record<string, string>, more: string[]): Promise<string> {
  const mosquitto = await openMosquitto()
  const server = await startServer({ env: { ...env, IOC_BROKER: mosquitto.url } })
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
  const { acked, perSecond } = await offer(['--port', String(mosquitto.port), ...credentialsOf(server), ...more])
  load.running = false
  await watching
  const behind = acked - last.stored
  const until = performance.now() + GIVE_UP_MS
  while (last.stored < acked && performance.now() < until) await watch()
  await discard(server)
  await mosquitto.remove()
  const rate = Math.round(last.stored / ((last.at - (first ?? last.at)) / 1000))
  const lost = Math.max(0, acked - last.stored)
  return `${rate.toLocaleString('en')} msg/s stored (${perSecond.toLocaleString('en')} taken, ${behind} behind at its end, ${lost} of ${acked} missing)`
}

async function storedMessages(server: ServerProcess): Promise<number> {
  const rows = await server.api<{ stored: number }[]>('ledger')
  return Math.floor(rows.reduce((sum, { stored }) => sum + stored, 0) / VALUES_A_MESSAGE)
}

function credentialsOf({ dataDir }: ServerProcess): string[] {
  return ['--credentials', join(dataDir, 'sim-credentials.json')]
}

async function discard(server: ServerProcess): Promise<void> {
  await server.stop()
  rmSync(server.dataDir, { recursive: true, force: true })
}
