import { readFileSync } from 'node:fs'
import { addsUp, openClient, type LedgerRow } from '../kill-drill.js'
import type { ServerProcess } from '../server-process.js'
import { offer, row, say, towards, withProvince, withServer } from './measure-load.js'

const STATIONS = 300
/** Stations that send at QoS 1; the rest flood at QoS 0; the last is quiet. */
const AT_QOS_1 = 200
/** So few because the kernel alone holds some 60,000 messages of each on their way. */
const AT_QOS_0 = 40
const VALUES_A_MESSAGE = 4
const BEFORE_S = 10
const MB = 1024 * 1024
const REASON = 'rate.exceeded'
/** Both generators connect to a calm server and begin together. */
const CONNECTING_MS = 15_000
const GIVE_UP_MS = 300_000

const pause = (ms: number) => new Promise<void>((resume) => setTimeout(resume, ms))

/**
 * More than the server can take for a minute, or for as many seconds as the argument says.
 *
 * First the rate that it sustains. Then 200 stations keep 500 messages each unacknowledged, which is ten times what was
 * under way before, while 40 more send at QoS 0 as fast as their sockets take it. Nothing is slowed by hand: generators
 * and server share the computer, so what is offered is what the sockets take. A quiet station asks once every 100 ms.
 */
export async function benchOverload(): Promise<void> {
  const seconds = Number(process.argv[3] ?? 60)
  await withProvince(STATIONS, (province) =>
    withServer({ IOC_PROVINCE: province }, async (server) => {
      const quiet = await openProbe(server)
      const memory = watchMemory(server)
      const connections = ['--connections', String(AT_QOS_1)]
      const usual = await offer([...towards(server), ...connections, '--window', '50', '--seconds', String(BEFORE_S)])
      say(`sustained: ${row(usual)}; quiet station ${quiet.take()}, memory at most ${memory.take().most} MB`)

      const startAt = String(Date.now() + CONNECTING_MS)
      const time = ['--warmup', '0', '--seconds', String(seconds), '--start-at', startAt]
      const flood = ['--qos', '0', '--connections', String(AT_QOS_0), '--skip', String(AT_QOS_1)]
      const [asked, poured] = await Promise.all([
        offer([...towards(server), ...connections, '--window', '500', ...time]),
        offer([...towards(server), ...flood, ...time]),
      ])
      const { most, slope } = memory.take()
      say(`overload, QoS 1: ${row(asked)}; quiet station ${quiet.take()}`)
      say(`overload, memory: at most ${most} MB, in the last half ${slope.toFixed(1)} MB a minute`)

      const ended = performance.now()
      const ledger = await settled(server, usual.acked + asked.acked, poured.sent)
      const recovered = ((performance.now() - ended) / 1000).toFixed(1)
      const of = (from: number, to: number) => messagesOf(ledger.slice(from, to))
      const [first, second] = [of(0, AT_QOS_1), of(AT_QOS_1, AT_QOS_1 + AT_QOS_0)]
      const acked = usual.acked + asked.acked
      const lost = poured.sent - second.stored - second.dropped
      say(
        `overload, QoS 1: ${acked} acknowledged, ${first.stored} stored, ${Math.max(0, acked - first.stored)} missing`,
      )
      say(
        `overload, QoS 0: ${poured.sent} sent, ${second.stored} stored, ${second.dropped} dropped and counted, ${lost} uncounted`,
      )
      quiet.take()
      await pause(5_000)
      say(
        `nothing waits ${recovered} s after it; quiet station then ${quiet.take()}; ledger adds up: ${ledger.every(addsUp)}`,
      )
      await quiet.close()
      memory.end()
      if (acked > first.stored || lost !== 0 || !ledger.every(addsUp)) process.exitCode = 1
    }),
  )
}

function messagesOf(rows: readonly LedgerRow[]): { stored: number; dropped: number } {
  let [values, dropped] = [0, 0]
  for (const { stored, duplicate, corrected, rejected } of rows) {
    values += stored + duplicate + corrected
    dropped += rejected[REASON] ?? 0
  }
  return { stored: values / VALUES_A_MESSAGE, dropped }
}

/** The ledger in the order of the credentials, once all that was sent is accounted for, or nothing more comes. */
async function settled(server: ServerProcess, acked: number, poured: number): Promise<LedgerRow[]> {
  const until = performance.now() + GIVE_UP_MS
  for (;;) {
    const rows = new Map((await server.api<LedgerRow[]>('ledger')).map((each) => [each.station, each]))
    const ledger = Object.keys(server.credentials).flatMap((station) => rows.get(station) ?? [])
    const { stored, dropped } = messagesOf(ledger)
    const isSettled = ledger.every(({ pending }) => pending === 0) && stored + dropped >= acked + poured
    if (isSettled || performance.now() > until) return ledger
    await pause(250)
  }
}

/** The last station, which asks for little: how long its acknowledgements take. */
async function openProbe(server: ServerProcess): Promise<{ take(): string; close(): Promise<void> }> {
  const station = Object.keys(server.credentials).at(-1) ?? ''
  const client = await openClient(server, station)
  let took: number[] = []
  const stopped = new AbortController()
  const asking = (async () => {
    while (!stopped.signal.aborted) {
      const from = performance.now()
      const payload = JSON.stringify({ values: { temperature: 20 } })
      await client.publishAsync(`ioc/v1/${station}/observations`, payload, { qos: 1 })
      took.push(performance.now() - from)
      await pause(100)
    }
  })()
  return {
    take() {
      const sorted = took.toSorted((a, b) => a - b)
      took = []
      const at = (share: number) => Math.round(sorted[Math.floor(sorted.length * share)] ?? Number.NaN)
      return `p50 ${at(0.5)} ms, p99 ${at(0.99)} ms`
    },
    async close() {
      stopped.abort()
      await asking
      await client.endAsync()
    },
  }
}

/** The server's memory, looked at each second: its peak, and how fast it grew in the second half. */
function watchMemory({ process: { pid } }: ServerProcess) {
  let seen: number[] = []
  const looking = setInterval(() => {
    const [, kb] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
    seen.push((Number(kb) * 1024) / MB)
  }, 1_000)
  return {
    take() {
      const half = seen.slice(Math.floor(seen.length / 2))
      const grown = (half.at(-1) ?? 0) - (half[0] ?? 0)
      const most = Math.round(Math.max(0, ...seen))
      seen = []
      return { most, slope: half.length > 1 ? (grown / (half.length - 1)) * 60 : 0 }
    },
    end: () => clearInterval(looking),
  }
}
