import { expect, it } from 'vitest'
import type { ShiftStore } from '@ioc/server/ports/shift-store'
import type { Handover } from '@ioc/shared/shift'

const standing = { open: [], shelved: [], outOfService: [], silent: ['A1'] }
const handover = (id: string, at: number): Handover => ({
  id,
  since: null,
  counts: { open: 0, shelved: 0, outOfService: 0, silent: 1 },
  note: 'để ý sông Bồ',
  leaving: { by: 'lan', at },
  taking: null,
})

const note = (id: string, at: number) => ({ id, at, by: 'lan', text: `lúc ${at}` })

/** What every keeper of shifts promises. */
export function shiftStoreContract(open: () => Promise<ShiftStore>): void {
  it('gives notes of a span, oldest first', async () => {
    const store = await open()
    for (const each of [note('c', 30), note('a', 10), note('b', 20)]) await store.putNote(each)
    expect(await store.notes(10, 30)).toEqual([note('a', 10), note('b', 20)])
  })

  it('gives the newest handovers, each as it was signed last', async () => {
    const store = await open()
    for (const at of [1, 2, 3]) await store.addHandover(handover(`h${at}`, at), standing)
    const signed = { ...handover('h3', 3), taking: { by: 'minh', at: 4 } }
    await store.signHandover(signed)
    expect(await store.handovers(2)).toEqual([signed, handover('h2', 2)])
    expect(await store.handovers(1, 3)).toEqual([handover('h2', 2)])
    expect(await store.handover('h3')).toEqual({ handover: signed, standing })
    await store.removeHandover('h3')
    expect(await store.handover('h3')).toBeUndefined()
    expect(await store.handovers(2)).toEqual([handover('h2', 2), handover('h1', 1)])
  })
}
