import { expect, it } from 'vitest'
import { createSSRApp, effectScope, h, type Component } from 'vue'
import { createI18n } from 'vue-i18n'
import { renderToString } from 'vue/server-renderer'
import { vi } from '../i18n/vi.js'
import { CallFailed } from './call.js'
import { useDeed } from './use-deed.js'
import { provideUntold } from './use-untold.js'

const render = (page: Component) =>
  renderToString(createSSRApp(page).use(createI18n({ legacy: false, locale: 'vi', messages: { vi } })))
const refuse = () => Promise.reject(new Error('mất mạng'))

async function openDeed(...options: Parameters<typeof useDeed>) {
  let deed: ReturnType<typeof useDeed> | undefined
  await render({
    setup() {
      deed = useDeed(...options)
      return () => null
    },
  })
  return deed!
}

it('does once what is pressed twice, and can be pressed again when it is done', async () => {
  const { busy, act } = await openDeed()
  let sent = 0
  const send = async () => void sent++
  const first = act(send)
  expect([busy.value, await act(send)]).toEqual([true, false])
  expect([await first, busy.value, sent]).toEqual([true, false, 1])
  await act(send)
  expect(sent).toBe(2)
})

it('says in words why it failed and what was wrong with it, until it is done again', async () => {
  const { fault, faults, act } = await openDeed('desk.refused')
  const wrong = [{ at: 'body.id', message: 'đã có' }]
  const isDone = await act(() => Promise.reject(new CallFailed(409, 'station.taken', 'trùng mã', wrong)))
  expect([isDone, fault.value, faults.value]).toEqual([false, 'Chưa làm được: trùng mã', wrong])
  await act(() => Promise.reject(new Error('mất mạng')), 'ledger.notRead')
  expect([fault.value, faults.value]).toEqual(['Chưa đọc được: mất mạng', []])
  expect([await act(async () => undefined), fault.value]).toEqual([true, ''])
})

it('leaves to the room what failed when its own place had gone, and tells it itself as long as it is there', async () => {
  let untold!: ReturnType<typeof provideUntold>
  let deed!: ReturnType<typeof useDeed>
  const place = effectScope()
  const form = {
    setup() {
      deed = place.run(() => useDeed('desk.refused', { about: () => 'Kim Long' }))!
      return () => null
    },
  }
  await render({
    setup() {
      untold = provideUntold()
      return () => h(form)
    },
  })
  await deed.act(refuse)
  expect([deed.fault.value, untold.value]).toEqual(['Chưa làm được: mất mạng', []])
  const late = deed.act(refuse)
  place.stop()
  await late
  expect(untold.value).toEqual([{ about: 'Kim Long', fault: 'Chưa làm được: mất mạng', written: '' }])
})

it('is under way until what it may have changed is read anew, also where it was refused', async () => {
  let read!: () => void
  const { busy, act } = await openDeed(undefined, { after: () => new Promise<void>((done) => (read = done)) })
  for (const work of [async () => undefined, () => Promise.reject(new Error('mất mạng'))]) {
    const done = act(work)
    await new Promise((soon) => setTimeout(soon))
    expect(busy.value).toBe(true)
    read()
    await done
    expect(busy.value).toBe(false)
  }
})
