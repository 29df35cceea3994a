import type { ObservationStore } from '@ioc/server/ports/observation-store'
import { PROPERTIES } from '@ioc/shared/properties'
import { afterEach, expect, it, vi } from 'vitest'
import { addsUp, type LedgerRow } from '../kill-drill.js'
import { openTestApp, type TestApp } from '../open-test-app.js'

const PATIENT = { timeout: 50_000, interval: 100 }
const FLOODING = ['HUE-AQ-01', 'HUE-AQ-02', 'HUE-AQ-03', 'HUE-AQ-04', 'HUE-AQ-05', 'HUE-AQ-06']
const CONNECTIONS_EACH = 9
const MESSAGES_EACH = 10
const KEYS = PROPERTIES.slice(0, 20).map(({ key }) => key)
const ELEMENTS = 50
const VALUES = KEYS.length * ELEMENTS
const QUIET = 'HUE-WL-05'
const REASON = 'rate.exceeded'

let test: TestApp
const gate = createGate()
afterEach(async () => {
  gate.open()
  await test.close()
})

/** A store that commits nothing until it is let go. */
function createGate() {
  let open!: () => void
  const opened = new Promise<void>((resolve) => (open = resolve))
  return {
    open,
    store: (real: ObservationStore): ObservationStore => ({
      ...real,
      async commit(entry) {
        await opened
        await real.commit(entry)
      },
    }),
  }
}

const VALUES_OF_ONE = Object.fromEntries(KEYS.map((key) => [key, 1]))

/** One message of many values at times that no other message has; short ones, so that much of it is read at once. */
function message(n: number, start: number): string {
  const at = start + n * ELEMENTS
  return JSON.stringify(Array.from({ length: ELEMENTS }, (_, k) => ({ at: at + k, values: VALUES_OF_ONE })))
}

it('drops and counts what a flood sends at QoS 0 while the disk stands still, and holds nobody else up', async () => {
  test = await openTestApp({ runs: true, env: { IOC_DEVICE_RATE: '0' }, overrides: { store: gate.store } })
  const start = Date.now() - 3_600_000
  const sent = new Map<string, number>()
  for (const station of FLOODING) {
    const first = await test.device(station)
    const clients = [first]
    while (clients.length < CONNECTIONS_EACH) clients.push(await test.again(first))
    for (let n = 0; n < MESSAGES_EACH * CONNECTIONS_EACH; n++) {
      clients[n % CONNECTIONS_EACH]?.publish(`ioc/v1/${station}/observations`, message(n, start), { qos: 0 })
    }
    sent.set(station, MESSAGES_EACH * CONNECTIONS_EACH)
  }
  const row = async (station: string) => (await test.api<LedgerRow[]>(`ledger?station=${station}`))[0] as LedgerRow
  const dropped = async () => /rejections_total\{reason="rate.exceeded"\} [1-9]/.test(await test.metrics())
  await vi.waitFor(async () => expect(await dropped()).toBe(true), PATIENT)

  const quiet = await test.device(QUIET)
  let acknowledged = false
  const answer = quiet.publishAsync(`ioc/v1/${QUIET}/observations`, '{"values": {"water_level": 1.25}}', { qos: 1 })
  void answer.then(() => (acknowledged = true))
  await vi.waitFor(async () => expect(await row(QUIET)).toMatchObject({ received: 1, pending: 1 }), PATIENT)
  expect(acknowledged).toBe(false)
  const waiting = (await test.api<LedgerRow[]>('ledger')).reduce((sum, { pending }) => sum + pending, 0)
  // The bound for QoS 0 and, above it, what was being read when it was reached: not the 540,000 values that came.
  expect(waiting).toBeLessThan(200_000)

  gate.open()
  await answer
  await vi.waitFor(async () => {
    for (const station of FLOODING) {
      const { stored, rejected, pending } = await row(station)
      expect({ station, pending, messages: stored / VALUES + (rejected[REASON] ?? 0) }).toEqual({
        station,
        pending: 0,
        messages: sent.get(station),
      })
    }
  }, PATIENT)
  const ledger = await test.api<LedgerRow[]>('ledger')
  expect(ledger.every(addsUp)).toBe(true)
  expect(ledger.find(({ station }) => station === QUIET)).toMatchObject({ stored: 1, rejected: {} })
  const kept = await test.api<{ reason: string; payload: string }[]>(`rejections?station=${FLOODING[0]}`)
  expect(kept.length).toBeGreaterThan(0)
  expect(new Set(kept.map(({ reason }) => reason))).toEqual(new Set([REASON]))
})
