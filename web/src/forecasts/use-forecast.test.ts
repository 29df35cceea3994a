import { afterEach, expect, it, vi } from 'vitest'
import { computed, effectScope, nextTick, shallowRef } from 'vue'
import type { ForecastNews } from '@ioc/shared/wire'
import { HOUR, MINUTE } from '@ioc/shared/time'
import { useForecast } from './use-forecast.js'

const START = Date.parse('2026-11-22T00:00:00Z')

afterEach(() => void vi.unstubAllGlobals())

/** A screen before a server that answers what `served` holds, or nothing at all. */
function openScreen() {
  const served: { span: string | null } = { span: 'day' }
  let asked = 0
  vi.stubGlobal('fetch', async (url: string) => {
    if (served.span === null) throw new TypeError('away')
    if (url.includes('states')) return Response.json([])
    asked++
    return Response.json(served.span ? [{ span: served.span, issuedAt: new Date(START).toISOString() }] : [])
  })
  const now = shallowRef(START)
  const forecastNews = shallowRef<ForecastNews | null>(null)
  const scope = effectScope()
  const query = shallowRef({ station: 'A', property: 'flow' })
  const forecasts = scope.run(() => useForecast(query, { forecastNews, now: computed(() => now.value) }))!
  return {
    served,
    scope,
    day: forecasts.of('day'),
    asked: () => asked,
    async runTo(at: number) {
      now.value = at
      await nextTick()
      await new Promise((resume) => setTimeout(resume, 0))
    },
  }
}

it('lets go of a forecast that the server has taken back, though nobody said so', async () => {
  const screen = openScreen()
  await screen.runTo(START + MINUTE)
  expect(screen.day.value).not.toBeNull()
  screen.served.span = ''
  await screen.runTo(START + 3 * MINUTE)
  expect(screen.day.value).toBeNull()
  const asked = screen.asked()
  screen.scope.stop()
  await screen.runTo(START + 9 * MINUTE)
  expect(screen.asked()).toBe(asked)
})

it('shows no forecast of hours ago where the server cannot be asked', async () => {
  const screen = openScreen()
  await screen.runTo(START + MINUTE)
  screen.served.span = null
  await screen.runTo(START + 2 * HOUR)
  expect(screen.day.value).not.toBeNull()
  await screen.runTo(START + 3 * HOUR)
  expect(screen.day.value).toBeNull()
  screen.scope.stop()
})
