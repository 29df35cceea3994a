import { createApp, effectScope } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'
import { expect, it } from 'vitest'
import { useKeptQuery } from './use-kept-query.js'
import { useRewriteQuery } from './use-rewrite-query.js'

/** A map that keeps its layers and its list, and says where it looks. */
async function openMap(address: string) {
  const routes = [
    { path: '/', name: 'map', component: {} },
    { path: '/alarms', name: 'alarms', component: {} },
  ]
  const router = createRouter({ history: createMemoryHistory(), routes })
  await router.push(address)
  const scope = effectScope()
  const within = <T>(make: () => T) =>
    createApp({})
      .use(router)
      .runWithContext(() => scope.run(make)!)
  const layers = within(() => useKeptQuery('map', ['off', 'rain']))
  const list = within(() => useKeptQuery('map', ['list']))
  const look = within(() =>
    useRewriteQuery((query) => (router.currentRoute.value.name === 'map' ? { ...query, view: 'here' } : null)),
  )
  const query = () => ({ ...router.currentRoute.value.query })
  return { router, layers, list, look, query }
}

it('writes its part beside what others write at the same moment', async () => {
  const { layers, list, look, query } = await openMap('/?station=a')
  layers.put({ off: 'roads' })
  list.put({ list: 'stations' })
  look()
  layers.put({ rain: 'hour' })
  const all = { station: 'a', off: 'roads', rain: 'hour', list: 'stations', view: 'here' }
  await expect.poll(query).toEqual(all)
  layers.put({ off: undefined, rain: undefined })
  await expect.poll(query).toEqual({ station: 'a', list: 'stations', view: 'here' })
})

it('brings all of it back to who returns, though several write at once', async () => {
  const { router, layers, list, look, query } = await openMap('/?off=roads&list=stations')
  await router.push('/alarms')
  expect(query()).toEqual({})
  const stop = router.afterEach(() => look())
  await router.push('/')
  stop()
  await expect.poll(query).toEqual({ off: 'roads', list: 'stations', view: 'here' })
  expect([layers.read('off'), list.read('list')]).toEqual(['roads', 'stations'])
})

it('follows a link that says otherwise', async () => {
  const { router, layers, query } = await openMap('/?off=roads')
  await router.push('/alarms')
  await router.push('/?rain=day')
  expect(layers.read('off')).toBeUndefined()
  expect(layers.read('rain')).toBe('day')
  await router.push('/?off=areas')
  expect(layers.read('off')).toBe('areas')
  expect(query()).toEqual({ off: 'areas' })
})
