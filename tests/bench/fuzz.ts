import { decodeCbor } from '@ioc/server/adapters/cbor'
import { createMemoryStore } from '@ioc/server/adapters/memory/observation-store'
import { decodeSparkplug, encodeRebirth } from '@ioc/server/adapters/sparkplug-protobuf'
import { createAdmit } from '@ioc/server/ingest/admit'
import { GATEWAY } from '@ioc/server/ingest/codecs/gateways.fixture'
import { createChance, mutant, pick, STORMS, type Storm } from '@ioc/server/ingest/codecs/mutants.fixture'
import type { GatewayMessage } from '@ioc/server/ingest/codecs/device-reading'
import { AT } from '@ioc/server/ingest/codecs/payloads.fixture'
import { createGatewayReader } from '@ioc/server/ingest/codecs/read-gateway'
import { createCommitQueue } from '@ioc/server/ingest/commit-queue'
import { createDeviceLimit } from '@ioc/server/ingest/device-limit'
import { createIngest } from '@ioc/server/ingest/ingest'
import { createLedger } from '@ioc/server/ingest/ledger'
import { createRecentMessages } from '@ioc/server/ingest/recent-messages'
import type { ObservationStore } from '@ioc/server/ports/observation-store'
import { PROPERTIES } from '@ioc/shared/properties'
import type { StationId } from '@ioc/shared/ids'
import { addsUp } from '../kill-drill.js'
import { createManualClock } from '../manual-clock.js'
import { silentEvents } from '../silent-events.js'

/** Messages that are under way at once. */
const TOGETHER = 500
/** The store in memory grows with each message: it is a new one after so many. */
const MESSAGES_A_STORE = 20_000
/** So many of the slowest are read again by themselves, for a busy machine makes any of them slow once. */
const SLOWEST = 20
const AGAIN = 3

interface Row {
  name: string
  mutants: number
  perSecond: number
  slowestMs: number
  slowest: string
  faults: string[]
}

/** `bench fuzz [MILLIONS]`: so many broken payloads of every convention through the whole intake, each accounted for. */
export async function benchFuzz(): Promise<void> {
  const mutants = Math.round(Number(process.argv[3] ?? 1) * 1e6)
  const before = heapMb()
  const rows: Row[] = []
  for (const [name, storm] of Object.entries(STORMS)) {
    const row = await fuzz(name, storm, Math.ceil(mutants / Object.keys(STORMS).length))
    rows.push(row)
    process.stdout.write(
      `${name.padEnd(17)} ${row.mutants.toLocaleString('en').padStart(9)} mutants  ` +
        `${Math.round(row.perSecond).toLocaleString('en').padStart(7)}/s  slowest ${row.slowestMs.toFixed(2)} ms ` +
        `(${row.slowest})  faults ${row.faults.length}\n`,
    )
    for (const fault of row.faults.slice(0, 5)) process.stderr.write(`  ${fault}\n`)
  }
  process.stdout.write(`heap ${before.toFixed(0)} MB before, ${heapMb().toFixed(0)} MB after\n`)
  if (rows.some(({ faults }) => faults.length > 0)) process.exitCode = 1
}

async function fuzz(name: string, storm: Storm, mutants: number): Promise<Row> {
  const chance = createChance(name.length)
  const properties = new Map(PROPERTIES.map((property) => [property.key as string, property]))
  const readGateway = createGatewayReader({ properties, decodeCbor, decodeSparkplug, encodeRebirth })
  const clock = createManualClock(AT)
  const events = silentEvents()
  const ledger = createLedger([])
  const faults: string[] = []
  let store = createMemoryStore()
  const slow: { took: number; message: GatewayMessage }[] = []
  let [expected, ms] = [0, 0]
  const current: Pick<ObservationStore, 'classify' | 'commit'> = {
    classify: (observations) => store.classify(observations),
    commit: (entry) => store.commit(entry),
  }
  const queue = createCommitQueue({ store: { ...store, ...current }, ledger, clock, events, onCommitted() {} })
  const ingest = createIngest({
    queue,
    ledger,
    clock,
    events,
    onCommand() {},
    onStatus() {},
    messages: createRecentMessages(),
    limit: createDeviceLimit(0),
    admit: createAdmit(properties),
    gateways: { speaking: () => GATEWAY },
    readGateway(gateway, message) {
      const started = performance.now()
      const reading = readGateway(gateway, message)
      const took = performance.now() - started
      ms += took
      if (took > (slow.at(-1)?.took ?? 0) || slow.length < SLOWEST) {
        slow.push({ took, message })
        slow.sort((a, b) => b.took - a.took).splice(SLOWEST)
      }
      for (const part of [...reading.stations.values(), reading.refused]) {
        for (const each of part) expected += 'reason' in each ? each.count : Object.keys(each.values).length
      }
      return reading
    },
  })
  const sender = GATEWAY.id as StationId

  for (let n = 0; n < mutants; n += TOGETHER) {
    if (n % MESSAGES_A_STORE === 0) store = createMemoryStore()
    await Promise.all(
      Array.from({ length: Math.min(TOGETHER, mutants - n) }, async () => {
        const packet = { sender, topic: pick(chance, storm.topics), bytes: mutant(chance, storm), qos: 1 as const }
        try {
          await ingest.take({ ...packet, receivedAt: clock.now() })
        } catch (cause) {
          faults.push(`${String(cause)}: ${packet.bytes.toString('hex').slice(0, 200)}`)
        }
      }),
    )
    clock.advance(50)
  }

  const accounts = ledger.rows()
  const received = accounts.reduce((sum, row) => sum + row.received, 0)
  if (received !== expected) faults.push(`${expected} values were read and ${received} are in the ledger`)
  for (const row of accounts) {
    if (!addsUp(row) || row.pending !== 0) faults.push(`the ledger of ${row.station} does not add up`)
  }
  const alone = slow.map(({ message }) => {
    const times = Array.from({ length: AGAIN }, () => {
      const read = createGatewayReader({ properties, decodeCbor, decodeSparkplug, encodeRebirth })
      const started = performance.now()
      read(GATEWAY, message)
      return performance.now() - started
    })
    return { took: Math.min(...times), message }
  })
  const [worst] = alone.sort((a, b) => b.took - a.took)
  const slowest = worst ? `${worst.message.bytes.length} bytes on ${worst.message.topic}` : 'none'
  return { name, mutants, perSecond: (mutants / ms) * 1_000, slowestMs: worst?.took ?? 0, slowest, faults }
}

function heapMb(): number {
  ;(globalThis as { gc?: () => void }).gc?.()
  return process.memoryUsage().heapUsed / 2 ** 20
}
