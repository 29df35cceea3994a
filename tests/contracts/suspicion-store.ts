import { expect, it } from 'vitest'
import type { SuspicionStore } from '@ioc/server/ports/suspicion-store'
import type { Suspicion } from '@ioc/shared/anomaly'
import type { PropertyKey, StationId } from '@ioc/shared/ids'

const why = { vi: 'nghi kẹt ở 1,2', en: 'stuck at 1.2' }
const doubt = { at: 5, value: 1.2, kind: 'flatline', cause: 'fault', why, score: 1.4, neighbours: [] } as const
const suspicion = (station: string, from: number, to: number | null): Suspicion => ({
  station: station as StationId,
  property: 'water_level' as PropertyKey,
  from,
  to,
  doubt,
})

/** What every keeper of suspicions promises. */
export function suspicionStoreContract(open: () => Promise<SuspicionStore>): void {
  it('gives those that stand or ended after a moment, oldest first', async () => {
    const store = await open()
    const [ended, stands, over] = [suspicion('a', 20, 40), suspicion('b', 10, null), suspicion('c', 1, 30)]
    for (const each of [ended, stands, over]) await store.put(each)
    expect(await store.after(30)).toEqual([stands, ended])
    expect(await store.after(0)).toEqual([over, stands, ended])
  })

  it('takes the end of one, and keeps another of the same datastream', async () => {
    const store = await open()
    await store.put(suspicion('a', 10, null))
    await store.put(suspicion('a', 10, 20))
    await store.put(suspicion('a', 30, null))
    expect(await store.after(0)).toEqual([suspicion('a', 10, 20), suspicion('a', 30, null)])
  })

  it('forgets what ended by a moment, and takes the same anew', async () => {
    const store = await open()
    const [over, later, stands] = [suspicion('a', 10, 20), suspicion('a', 20, 21), suspicion('b', 1, null)]
    for (const each of [over, later, stands]) await store.put(each)
    await store.forget(20)
    expect(await store.after(0)).toEqual([stands, later])
    await store.put(over)
    expect(await store.after(0)).toEqual([stands, over, later])
  })
}
