import { createApp, effectScope } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'
import { expect, it } from 'vitest'
import { useFilters } from './use-filters.js'

async function openRoom(address: string) {
  const routes = [
    { path: '/', name: 'map', component: {} },
    { path: '/alarms', name: 'alarms', component: {} },
  ]
  const router = createRouter({ history: createMemoryHistory(), routes })
  await router.push(address)
  const filtering = createApp({})
    .use(router)
    .runWithContext(() => effectScope().run(useFilters)!)
  const chosen = () => {
    const { kinds, standings } = filtering.filters.value
    return [...kinds, ...standings].join(' ')
  }
  return { ...filtering, router, chosen, at: () => decodeURIComponent(router.currentRoute.value.fullPath) }
}

it('is opened as the address says, and takes nothing from it that there is not', async () => {
  const { chosen, filtered } = await openRoom('/?kinds=water,rain&only=critical,worst')
  expect(chosen()).toBe('water rain critical')
  expect(filtered.value).toBe(true)
  expect((await openRoom('/?only=')).filtered.value).toBe(false)
})

it('writes what is chosen beside what stands there, and takes it out again', async () => {
  const { toggleKind, toggleStanding, clearFilters, chosen, at } = await openRoom('/?view=here')
  toggleKind('water')
  await expect.poll(at).toBe('/?view=here&kinds=water')
  toggleStanding('high')
  await expect.poll(at).toBe('/?view=here&kinds=water&only=high')
  toggleKind('rain')
  await expect.poll(chosen).toBe('water rain high')
  clearFilters()
  await expect.poll(at).toBe('/?view=here')
  expect(chosen()).toBe('')
})

it('stays the same while something else of the address changes: nothing is drawn anew for it', async () => {
  const { filters, router } = await openRoom('/?kinds=water')
  const before = filters.value
  await router.replace('/?kinds=water&view=there')
  expect(filters.value).toBe(before)
})

it('is as it was left for who comes back from another screen, unless the link says otherwise', async () => {
  const { chosen, router, at } = await openRoom('/?kinds=water')
  await router.push('/alarms')
  expect(at()).toBe('/alarms')
  await router.push('/')
  await expect.poll(at).toBe('/?kinds=water')
  await router.push('/alarms')
  await router.push('/?only=silent')
  expect(chosen()).toBe('silent')
})
