import type { ObservationStore } from '@ioc/server/ports/observation-store'
import { afterEach, expect, it, vi } from 'vitest'
import { addsUp, type LedgerRow } from '../kill-drill.js'
import { openTestApp, type TestApp } from '../open-test-app.js'

const BROKEN = 'HUE-AQ-01'
const FINE = 'HUE-WL-05'
const PATIENT = { timeout: 20_000, interval: 100 }

let test: TestApp
afterEach(() => test.close())

/** A store that cannot write what one station says until it is mended. */
function createFault() {
  const fault = { mended: false }
  const store = (real: ObservationStore): ObservationStore => ({
    ...real,
    async commit(entry) {
      if (!fault.mended && entry.observations.some(({ station }) => station === BROKEN)) throw new Error('it cannot')
      await real.commit(entry)
    },
  })
  return { fault, store }
}

const body = (value: number) => JSON.stringify({ at: Date.now() + value, values: { temperature: value } })

it('ends what the store does not take: an error for HTTP, silence for MQTT, and nobody else waits', async () => {
  const { fault, store } = createFault()
  test = await openTestApp({ overrides: { store } })
  const [broken, fine] = [await test.device(BROKEN), await test.device(FINE)]
  let acknowledged = false
  let ended = false
  broken.on('close', () => (ended = true))
  broken.publishAsync(`ioc/v1/${BROKEN}/observations`, body(1), { qos: 1 }).then(
    () => (acknowledged = true),
    () => undefined,
  )
  const answers = fine.publishAsync(`ioc/v1/${FINE}/observations`, body(2), { qos: 1 })
  const posted = test
    .api('observations', { method: 'POST', body: { station: BROKEN, observations: [JSON.parse(body(3))] } })
    .catch((cause: Error) => cause.message)
  let answered = false
  void Promise.all([answers, posted]).then(() => (answered = true))
  // However late the three arrive: only the seconds after it are the store's.
  await vi.waitFor(async () => {
    await test.pass(10)
    expect(answered).toBe(true)
  }, PATIENT)
  expect(await posted).toContain('store.refused')

  // Its device is not acknowledged, and sends again when its connection ends.
  expect([acknowledged, ended]).toEqual([false, false])
  await test.pass(60)
  await vi.waitFor(() => expect(ended).toBe(true), PATIENT)
  expect(acknowledged).toBe(false)
  fault.mended = true
  await (await test.again(broken)).publishAsync(`ioc/v1/${BROKEN}/observations`, body(1), { qos: 1 })
  const rows = await test.api<LedgerRow[]>('ledger')
  expect(rows.find(({ station }) => station === BROKEN)).toMatchObject({ received: 1, stored: 1, pending: 0 })
  expect(rows.every(addsUp)).toBe(true)
})
