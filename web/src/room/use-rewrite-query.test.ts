import { createApp, effectScope } from 'vue'
import { createMemoryHistory, createRouter, type RouteComponent } from 'vue-router'
import { expect, it } from 'vitest'
import { useRewriteQuery } from './use-rewrite-query.js'

/** A map that writes where it looks, and a page whose screen is loaded when the test says so. */
async function openMap() {
  let load!: { done: (screen: RouteComponent) => void; fail: (why: Error) => void }
  const page = new Promise<RouteComponent>((done, fail) => void (load = { done, fail }))
  const routes = [
    { path: '/', name: 'map', component: {} },
    { path: '/list', name: 'list', component: {} },
    { path: '/page', name: 'page', component: () => page },
  ]
  const router = createRouter({ history: createMemoryHistory(), routes })
  await router.push('/?rain=1h')
  const scope = effectScope()
  const write = createApp({})
    .use(router)
    .runWithContext(() =>
      scope.run(() =>
        useRewriteQuery((query) => (router.currentRoute.value.name === 'map' ? { ...query, view: 'here' } : null)),
      ),
    )!
  return { router, load, write, at: () => router.currentRoute.value.fullPath }
}

/** The router has gone as far as the screen that it waits for. */
const loading = () => new Promise((done) => setTimeout(done))

it('writes beside what stands there', async () => {
  const { write, at } = await openMap()
  write()
  await expect.poll(at).toBe('/?rain=1h&view=here')
})

it('takes no click back whose screen is still loading', async () => {
  const { router, load, write, at } = await openMap()
  const click = router.push('/page')
  await loading()
  expect(at()).toBe('/?rain=1h')
  write()
  load.done({})
  await click
  expect(at()).toBe('/page')
})

it('writes what waited once that way is given up for a place that stays', async () => {
  const { router, load, write, at } = await openMap()
  const errors: unknown[] = []
  router.onError((error) => void errors.push(error))
  const click = router.push('/page').catch(() => {})
  await loading()
  write()
  load.fail(new Error('a file of the page did not come'))
  await click
  await expect.poll(at).toBe('/?rain=1h&view=here')
  expect(errors).toHaveLength(1)
})

it('waits for the last of several ways', async () => {
  const { router, load, write, at } = await openMap()
  const taken = router.push('/list')
  const click = router.push('/page')
  await taken
  await loading()
  write()
  load.done({})
  await click
  expect(at()).toBe('/page')
})

it('lets two write at once, each its part', async () => {
  const { router, write, at } = await openMap()
  const other = createApp({})
    .use(router)
    .runWithContext(() =>
      effectScope().run(() => useRewriteQuery((query) => ('off' in query ? null : { ...query, off: 'roads' }))),
    )!
  other()
  write()
  await expect.poll(at).toBe('/?rain=1h&view=here&off=roads')
})
